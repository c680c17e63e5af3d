import { existsSync } from 'node:fs'
import { dynamoClient, s3Client } from '../../shared/adapters/clients.ts'
import { dynamoRenterStore } from '../../shared/adapters/dynamo-renter-store.ts'
import { s3ObjectStore } from '../../shared/adapters/s3-object-store.ts'
import { storedHistories } from '../../shared/adapters/stored-histories.ts'
import { checkLog } from '../../shared/domain/completeness.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { command, readOptions, WrongInput } from '../command.ts'
import { type ChangedNames, comparingNames } from './verify/claims.ts'
import { anchorsBeside, anchorsIn, casesInFile, casesOf } from './verify/read-log.ts'
import { changedNames, conclusionOf, sentenceOf } from './verify/sentences.ts'

// `npm run verify`: checks that nothing of any case was changed, removed or put in between, and that no case is
// missing, by the chain of each case and by the anchors (invariant 5).

const USAGE = `Geef --log BESTAND (log.jsonl van een simulatie; anchors.jsonl ligt ernaast)
  of --table NAAM --bucket NAAM (met de ankers; zonder --bucket alleen de ketens).`
const TEXT = { type: 'string' } as const

async function main(): Promise<number> {
  const { values } = readOptions(USAGE, { options: { log: TEXT, table: TEXT, bucket: TEXT } })
  const { log = 'out/log.jsonl', table, bucket } = values
  if (table === undefined && bucket !== undefined) throw new WrongInput(USAGE)
  if (table === undefined && !existsSync(log)) throw new WrongInput(`${log}: bestaat niet. ${USAGE}`)

  // The anchors first: a case may grow while they are read, and never shrinks.
  const anchors = table === undefined ? await anchorsBeside(log) : bucket === undefined ? null : await anchorsOf(bucket)
  const changed: ChangedNames[] = []
  const cases = table === undefined ? casesInFile(log) : casesOf(namesCompared(table, changed))
  const now = table === undefined || anchors === null ? null : new Date().toISOString()
  const checked = await checkLog(anchors ?? [], cases, sha256, now)
  const faults = checked.faults.filter(({ fault }) => anchors !== null || fault === 'chain-broken')
  const broken = faults.filter(({ fault }) => fault === 'chain-broken').length

  say(...faults.map(sentenceOf), ...changed.map(changedNames))
  const chains = broken === 0 ? 'alle ketens kloppen' : `${broken} ketens kloppen niet`
  say(`${checked.cases} dossiers, ${checked.events} gebeurtenissen: ${chains}.`)
  if (anchors === null)
    say('De ankers zijn niet gelezen: of er iets ontbreekt, is niet nagegaan. Geef daarvoor --bucket.')
  else if (faults.length + changed.length === 0) say(...conclusionOf(checked))
  else say('Niet volledig of niet ongewijzigd: zie de regels hierboven.')
  return faults.length + changed.length === 0 ? 0 : 1
}

function namesCompared(table: string, changed: ChangedNames[]) {
  const client = dynamoClient()
  return comparingNames(storedHistories(client, table), dynamoRenterStore(client, table), changed)
}

function anchorsOf(evidence: string) {
  const other = { inbox: '', work: '', signals: '', post: '', erpReturn: '' }
  return anchorsIn(s3ObjectStore(s3Client(), { ...other, evidence }))
}

const say = (...lines: readonly string[]) => process.stdout.write(lines.map((line) => `${line}\n`).join(''))

await command(main)
