import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { rememberConditions } from '../cases/remember-conditions.ts'
import type { Bucket, ObjectStore, Workflow } from '../contracts/ports.ts'
import type { Correspondence } from '../correspondence/correspondence.ts'
import { templatesIn } from '../letters/directory.ts'
import { loadTemplates, type ReadTemplate } from '../letters/templates.ts'
import { now } from '../runtime/clock.ts'
import { dynamoClient, s3Client, sesClient, sfnClient } from './clients.ts'
import { dynamoCaseLog } from './dynamo-case-log.ts'
import { dynamoNotebook } from './dynamo-notebook.ts'
import { dynamoRegisterStore } from './dynamo-register-store.ts'
import { dynamoRenterStore } from './dynamo-renter-store.ts'
import { s3ObjectStore } from './s3-object-store.ts'
import { sesMailer } from './ses-mailer.ts'
import { sfnWorkflow } from './sfn-workflow.ts'

/** Environment variable of each bucket's name. */
const BUCKETS: Readonly<Record<Bucket, string>> = {
  inbox: 'INBOX_BUCKET',
  work: 'WORK_BUCKET',
  signals: 'SIGNALS_BUCKET',
  evidence: 'EVIDENCE_BUCKET',
  post: 'POST_BUCKET',
  erpReturn: 'ERP_RETURN_BUCKET',
}

/** Prefix in the work bucket under which the property manager's own templates lie; a file there goes before the bundled one. */
const OWN_TEMPLATES = 'templates/'

/** @throws Error that names the variable, at the first call of a function that was deployed without it */
function environment(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is not set`)
  return value
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const dynamo: () => DynamoDBClient = once(dynamoClient)
const table = () => environment('TABLE_NAME')

export const caseLog = once(() => dynamoCaseLog(dynamo(), table()))
/** Read anew at every question: for the gate at the moment of writing, and for whoever lists the registers. */
export const registers = once(() => dynamoRegisterStore(dynamo(), table()))
const recentRegisters = once(() => rememberConditions(registers(), now))
export const renters = once(() => dynamoRenterStore(dynamo(), table()))
export const notebook = once(() => dynamoNotebook(dynamo(), table()))
export const objects: () => ObjectStore = once(() => {
  const names = Object.entries(BUCKETS).map(([bucket, variable]) => [bucket, process.env[variable] ?? ''])
  return s3ObjectStore(s3Client(), Object.fromEntries(names))
})
export const workflow: () => Workflow = once(() =>
  sfnWorkflow(
    sfnClient(),
    {
      arrearsCase: process.env.ARREARS_CASE_ARN ?? '',
      signalRound: process.env.SIGNAL_ROUND_ARN ?? '',
      erpImport: process.env.ERP_IMPORT_ARN ?? '',
    },
    notebook(),
  ),
)

const mailer = once(() => sesMailer(sesClient(), notebook(), process.env.CONFIGURATION_SET))

const templates = once(async () => loadTemplates(templatesIn(environment('LETTER_TEMPLATES')), await ownTemplates()))

/** Listed once: most of the hundred file names that a set of letters may have are not there. */
async function ownTemplates(): Promise<ReadTemplate> {
  const there = new Set<string>()
  for await (const key of objects().list('work', OWN_TEMPLATES)) there.add(key)
  return async (fileName) => {
    const key = `${OWN_TEMPLATES}${fileName}`
    const bytes = there.has(key) ? await objects().get('work', key) : null
    return bytes && new TextDecoder().decode(bytes)
  }
}

const fonts = once(async () => {
  const [regular, bold] = await Promise.all(
    ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
      readFile(join(environment('LETTER_TEMPLATES'), 'fonts', file)),
    ),
  )
  if (!regular || !bold) throw new Error('the letters have no fonts')
  return { regular, bold }
})

/** What a function inside the workflow needs: it is awake, and wakes nobody. */
export const casesInside = () => ({
  log: caseLog(),
  registers: recentRegisters(),
  renters: renters(),
  workflow: null,
  now,
})

/** What every other function needs that changes cases. */
export const casesOutside = () => ({ ...casesInside(), workflow: workflow() })

export const correspondence = (): Correspondence => ({
  ...casesInside(),
  objects: objects(),
  notebook: notebook(),
  mailer: mailer(),
  templates,
  fonts,
})
