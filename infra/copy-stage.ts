import { dynamoClient, s3Client } from '../shared/adapters/clients.ts'
import { dynamoCaseLog } from '../shared/adapters/dynamo-case-log.ts'
import {
  type CopyManifest,
  type CopyPlace,
  CopyRefused,
  exportTable,
  importTable,
} from '../shared/adapters/table-copy.ts'
import { brokenAt } from '../shared/domain/history.ts'
import { sha256 } from '../shared/runtime/sha256.ts'
import { command, readOptions, say, WrongInput } from './command.ts'

// `npm run export-stage` and `npm run import-stage`: all cases, renters and registers of a stage as JSON Lines on S3,
// and from there into an empty stage; with the credentials and the region of the environment. What lies in the buckets
// is copied by `aws s3 sync`.

const TEXT = { type: 'string' } as const
const OPTIONS = { table: TEXT, to: TEXT, from: TEXT } as const
const USAGE = `Gebruik: npm run export-stage -- --table NAAM --to s3://BUCKET/MAP
     of: npm run import-stage -- --table NAAM --from s3://BUCKET/MAP`

async function main(): Promise<number> {
  const { values, positionals } = readOptions(USAGE, { options: OPTIONS, allowPositionals: true })
  const exports = positionals[0] === 'export'
  const place = placeOf(exports ? values.to : values.from)
  if (values.table === undefined || place === null || positionals.length !== 1) throw new WrongInput(USAGE)
  const [dynamo, s3] = [dynamoClient(), s3Client()]
  if (exports) {
    say(conclusion(await exportTable(dynamo, values.table, s3, place, new Date().toISOString())))
    return 0
  }
  say(conclusion(await importTable(dynamo, values.table, s3, place)))
  return await verify(values.table)
}

function placeOf(url = ''): CopyPlace | null {
  const [, bucket, prefix] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)\/(.+?)\/*$/.exec(url) ?? []
  return bucket === undefined || prefix === undefined ? null : { bucket, prefix }
}

/** Every history arrived whole. */
async function verify(table: string): Promise<number> {
  let broken = 0
  for await (const { caseId, stored } of dynamoCaseLog(dynamoClient(), table).all()) {
    const at = brokenAt(stored, sha256)
    if (at === null) continue
    broken += 1
    say(`Dossier ${caseId}: de keten klopt niet vanaf gebeurtenis ${at}.`)
  }
  say(broken === 0 ? 'Alle ketens kloppen.' : `${broken} ketens kloppen niet.`)
  return broken === 0 ? 0 : 1
}

const conclusion = ({ at, files }: CopyManifest): string =>
  [`Stand van ${at}:`, ...files.map(({ file, lines }) => `  ${file.padEnd(16)} ${lines}`)].join('\n')

await command(main, { wrong: [CopyRefused] })
