import { parseArgs } from 'node:util'
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

// `npm run export-stage` and `npm run import-stage`: all cases, renters and registers of a stage as JSON Lines on S3, and from
// there into an empty stage; with the credentials and the region of the environment. What lies in the buckets is copied by
// `aws s3 sync`.

const USAGE = `Gebruik: npm run export-stage -- --table NAAM --to s3://BUCKET/MAP
     of: npm run import-stage -- --table NAAM --from s3://BUCKET/MAP`

async function main([command, ...argv]: readonly string[]): Promise<number> {
  const given = readOptions(argv)
  if (given === null || given.table === undefined) return refuse(USAGE)
  const place = placeOf(command === 'export' ? given.to : given.from)
  if (place === null) return refuse(USAGE)
  const [dynamo, s3] = [dynamoClient(), s3Client()]
  try {
    if (command === 'export') {
      say(conclusion(await exportTable(dynamo, given.table, s3, place, new Date().toISOString())))
      return 0
    }
    say(conclusion(await importTable(dynamo, given.table, s3, place)))
    return await verify(given.table)
  } catch (error) {
    if (error instanceof CopyRefused) return refuse(error.message)
    throw error
  }
}

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], options: { table: text, to: text, from: text } }).values
  } catch {
    return null
  }
}

function placeOf(url = ''): CopyPlace | null {
  const [, bucket, prefix] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)\/(.+?)\/*$/.exec(url) ?? []
  return bucket === undefined || prefix === undefined ? null : { bucket, prefix }
}

/** Every history arrived whole. */
async function verify(table: string): Promise<number> {
  let broken = 0
  for await (const { caseId, events } of dynamoCaseLog(dynamoClient(), table).all()) {
    const at = brokenAt(events, sha256)
    if (at === null) continue
    broken += 1
    say(`Dossier ${caseId}: de keten klopt niet vanaf gebeurtenis ${at}.`)
  }
  say(broken === 0 ? 'Alle ketens kloppen.' : `${broken} ketens kloppen niet.`)
  return broken === 0 ? 0 : 1
}

const conclusion = ({ at, files }: CopyManifest): string =>
  [`Stand van ${at}:`, ...files.map(({ file, lines }) => `  ${file.padEnd(16)} ${lines}`)].join('\n')

const say = (text: string) => process.stderr.write(`${text}\n`)

function refuse(text: string): number {
  say(text)
  return 2
}

process.exitCode = await main(process.argv.slice(2))
