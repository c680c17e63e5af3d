import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { WrongInput } from '../../command.ts'
import { readRegisters } from '../simulation/plan.ts'
import type { Inspection } from './inspect.ts'

export interface Known {
  readonly file: string
  readonly clients: readonly string[]
}

/**
 * The clients of the registers: of the file that was named, else of a `registers.json` beside the export, in the folder
 * above it, or where the command was typed. Null where there is none, or one that cannot be read.
 *
 * @throws WrongInput for a named file that cannot be read
 */
export function registersFor(named: string | undefined, folder: string): Known | null {
  const near = [folder, dirname(folder), process.cwd()].map((each) => join(each, 'registers.json'))
  const file = named === undefined ? near.find((path) => existsSync(path)) : resolve(named)
  if (file === undefined) return null
  try {
    return { file, clients: readRegisters(file).registers.clients.map(({ id }) => id) }
  } catch (error) {
    if (error instanceof WrongInput && named === undefined) return null
    throw error
  }
}

/** Clients that the registers do not know, and what to do; null when they know all, or nothing is known of them. */
export function unknownClients(
  inspection: Inspection | null,
  client: string | null,
  known: Known | null,
): string | null {
  if (known === null) return null
  const told = [...(inspection?.claims.map((claim) => claim.client) ?? []), ...(client === null ? [] : [client])]
  const unknown = [...new Set(told)].filter((each) => each !== UNNAMED && !known.clients.includes(each))
  if (unknown.length === 0) return null
  return `Opdrachtgever ${unknown.join(', ')} staat niet in ${known.file}. Bekend zijn: ${known.clients.join(', ')}. Zet de opdrachtgever in het register, of zeg in de koppeling bij values wie bedoeld is.`
}

/** Stands for the client while a mapping does not say whose book it is. */
export const UNNAMED = 'NOG-ONBEKEND'
