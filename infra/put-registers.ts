import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { dynamoClient, s3Client } from '../shared/adapters/clients.ts'
import { dynamoRegisterStore } from '../shared/adapters/dynamo-register-store.ts'
import { s3ObjectStore } from '../shared/adapters/s3-object-store.ts'
import { colleagueOf, signedBy } from '../shared/facts/signature.ts'
import { command, readOptions, say, WrongInput } from './command.ts'
import { putRegisters, type RegisterSource } from './local/cloud/load-registers.ts'
import { mappingFilesIn } from './local/inspect/mapping-files.ts'
import { readRegisters } from './local/simulation/plan.ts'
import { ownTemplates } from './own-templates.ts'
import { stageOfTable, wrongSender } from './sender.ts'

// `npm run put-registers`: the registers, the table of addresses, the mappings of exports and own letters of a stage on
// AWS, with the credentials and the region of the environment. Safe to run again: a value that is replaced stays in the
// history of the registers.

const USAGE =
  'Gebruik: npm run put-registers -- --table NAAM --work-bucket NAAM --registers registers.json [--mappings MAP] [--templates MAP] [--by COLLEGA]'
const TEXT = { type: 'string' } as const
const OPTIONS = {
  table: TEXT,
  'work-bucket': TEXT,
  registers: TEXT,
  mappings: TEXT,
  templates: TEXT,
  by: TEXT,
} as const

interface Given {
  readonly table: string
  readonly workBucket: string
  readonly source: RegisterSource
  /** Who signs, as it was written; the system when nobody does. */
  readonly by: string
}

async function main(): Promise<undefined> {
  const given = await read()
  await put(given)
  const { clients, municipalities } = given.source.registers
  say(`In ${given.table}: ${clients.length} opdrachtgevers en ${municipalities.length} gemeenten.`)
}

/** @throws WrongInput */
async function read(): Promise<Given> {
  const {
    table,
    'work-bucket': workBucket,
    registers,
    mappings,
    templates,
    by = 'system',
  } = readOptions(USAGE, { options: OPTIONS }).values
  if (!table || !workBucket || !registers) throw new WrongInput(USAGE)
  const folder = templates === undefined ? null : await ownTemplates(templates)
  if (mappings !== undefined && !existsSync(mappings))
    throw new WrongInput(`--mappings ${mappings}: deze map bestaat niet`)
  const found = mappings === undefined ? [] : mappingFilesIn(resolve(mappings)).map(({ mapping }) => mapping)
  const given = readRegisters(resolve(registers))
  const stage = stageOfTable(table)
  const wrong = wrongSender(given.registers.organisation.from, stage)
  if (stage !== null && wrong !== null) throw new WrongInput(`${basename(registers)}: ${wrong}`)
  if (wrong !== null) say(`Let op: ${wrong}.`)
  if (given.portals.RIS.sftp !== null)
    throw new WrongInput(
      `${given.registers.portalsFile}: haal RIS.sftp weg; op AWS zegt infra/aws/stages.ts waar bestanden heen gaan`,
    )
  return { table, workBucket, source: { ...given, mappings: found, templates: folder }, by }
}

async function put({ table, workBucket, source, by }: Given): Promise<void> {
  const [dynamo, s3] = [dynamoClient(), s3Client()]
  const objects = s3ObjectStore(s3, { inbox: '', work: workBucket, signals: '', evidence: '', post: '', erpReturn: '' })
  const store = dynamoRegisterStore(dynamo, table)
  const at = new Date().toISOString()
  // Who signs may stand in these very registers.
  const author = colleagueOf(source.registers.colleagues, by)?.id ?? (await signedBy(store, by, at))
  await putRegisters({ store, objects, at, by: author }, source)
  dynamo.destroy()
  s3.destroy()
}

await command(main)
