import { registersSchema } from '../../../shared/contracts/registers.ts'
import { someFonts, templates } from '../../letters/support.ts'
import { REGISTERS } from '../landscape.ts'
import { aCaseLog } from './case-log.ts'
import { aMailer } from './mailer.ts'
import { aNotebook } from './notebook.ts'
import { aBucketful } from './objects.ts'
import { aRegisterStore } from './registers.ts'
import { aRenterStore } from './renters.ts'
import { aWorkflow } from './workflow.ts'

/** Everything that use cases ask of the world, in memory. Nobody is in the registers until they are loaded. */
export function anEmptyWorld(now: () => Date) {
  return {
    log: aCaseLog(now),
    registers: aRegisterStore(),
    renters: aRenterStore(),
    notebook: aNotebook(),
    objects: aBucketful(),
    mailer: aMailer(),
    workflow: aWorkflow(),
    templates: async () => templates,
    fonts: someFonts,
    now,
  }
}

/** The import that has the turn in a world that has not read an export yet. */
export const IMPORT = 'an-import'

/** The same, with these registers, with books that are never too old (C13), and with an import that broke off (I3). */
export async function aWorld(now: () => Date, registers: object = REGISTERS): Promise<ReturnType<typeof anEmptyWorld>> {
  const world = anEmptyWorld(now)
  const parsed = registersSchema.parse(registers)
  await world.registers.load(parsed, '2026-01-01T00:00:00.000Z', 'system')
  for (const { id } of parsed.clients) await world.registers.noteBook(id, '2099-12-31', '2020-01-01T05:00:00.000Z')
  await world.notebook.put('import', 'turn', IMPORT)
  return world
}
