import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { dynamoClient } from '../../shared/adapters/clients.ts'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { storedEventSchema } from '../../shared/contracts/stored-event.ts'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { brokenAt } from '../../shared/domain/history.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { command, readOptions, WrongInput } from '../command.ts'

// `npm run verify`: checks that no event of any case was changed, removed or put in between.

const USAGE = 'Geef --log BESTAND (log.jsonl van een simulatie) of --table NAAM.'

interface Chain {
  readonly caseId: string
  readonly events: readonly unknown[]
}

const lineSchema = z.object({ case: z.string(), events: z.array(z.unknown()) })

async function* chainsInFile(path: string): AsyncGenerator<Chain> {
  for await (const text of createInterface({ input: createReadStream(path) })) {
    if (text === '') continue
    const parsed = lineSchema.parse(JSON.parse(text))
    yield { caseId: parsed.case, events: parsed.events }
  }
}

/** Where a history breaks: what is no event at all breaks it too. */
function broken(history: readonly unknown[]): number | null {
  const events: StoredEvent[] = []
  for (const each of history) {
    const { success, data } = storedEventSchema.safeParse(each)
    if (!success) return brokenAt(events, sha256) ?? events.length + 1
    events.push(data)
  }
  return brokenAt(events, sha256)
}

async function main(): Promise<number> {
  const { values } = readOptions(USAGE, { options: { log: { type: 'string' }, table: { type: 'string' } } })
  const log = values.log ?? 'out/log.jsonl'
  if (values.table === undefined && !existsSync(log)) throw new WrongInput(`${log}: bestaat niet. ${USAGE}`)
  const chains = values.table === undefined ? chainsInFile(log) : dynamoCaseLog(dynamoClient(), values.table).all()
  let cases = 0
  let events = 0
  let chainsBroken = 0
  for await (const chain of chains) {
    cases += 1
    events += chain.events.length
    const at = broken(chain.events)
    if (at === null) continue
    chainsBroken += 1
    process.stdout.write(`Dossier ${chain.caseId}: de keten klopt niet vanaf gebeurtenis ${at}.\n`)
  }
  process.stdout.write(
    `${cases} dossiers, ${events} gebeurtenissen: ${chainsBroken === 0 ? 'alle ketens kloppen' : `${chainsBroken} ketens kloppen niet`}.\n`,
  )
  return chainsBroken === 0 ? 0 : 1
}

await command(main)
