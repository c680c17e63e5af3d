import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { templatesIn } from '../shared/letters/directory.ts'
import { loadTemplates, TemplateRefused } from '../shared/letters/templates.ts'
import { PROJECT } from './build/project.ts'
import { WrongInput } from './command.ts'

const BUNDLED = join(PROJECT, 'shared/letters/templates')

/**
 * The folder with the property manager's own letters, once all of them may be sent, together with the bundled ones that
 * they go before (I4).
 *
 * @param given as it was typed after `--templates`
 * @throws WrongInput with everything that is missing or wrong, a line each
 */
export async function ownTemplates(given: string): Promise<string> {
  const folder = resolve(given)
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new WrongInput(`--templates ${given}: deze map bestaat niet`)
  try {
    await loadTemplates(templatesIn(BUNDLED), templatesIn(folder))
    return folder
  } catch (error) {
    if (error instanceof TemplateRefused) throw new WrongInput(error.message)
    throw error
  }
}
