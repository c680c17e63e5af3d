import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rememberUntilChanged } from '../cases/remember-conditions.ts'
import type {
  BucketRights,
  LogFor,
  MailerFor,
  NotebookFor,
  NoteRights,
  ObjectsFor,
  RegistersFor,
  RentersFor,
  WorkflowFor,
} from '../contracts/rights.ts'
import {
  BUCKET_VARIABLES,
  MACHINE_VARIABLES,
  type Machine,
  SEARCH_KEY,
  type Uses,
  VARIABLES,
} from '../contracts/uses.ts'
import { templatesIn } from '../letters/directory.ts'
import type { Fonts } from '../letters/pdf.ts'
import type { Templates } from '../letters/template.ts'
import { loadTemplates, type ReadTemplate, unlessRefused } from '../letters/templates.ts'
import { now } from '../runtime/clock.ts'
import { dynamoClient, s3Client, sesClient, sfnClient } from './clients.ts'
import { dynamoCaseLog } from './dynamo-case-log.ts'
import { dynamoNotebook } from './dynamo-notebook.ts'
import { dynamoRegisterStore } from './dynamo-register-store.ts'
import { dynamoRenterStore } from './dynamo-renter-store.ts'
import { s3ObjectStore } from './s3-object-store.ts'
import { secretsFrom } from './secrets.ts'
import { sesMailer } from './ses-mailer.ts'
import { sfnWorkflow } from './sfn-workflow.ts'

/**
 * Prefix in the work bucket under which the property manager's own templates lie; a file there goes before the bundled
 * one.
 */
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

const dynamo = once(dynamoClient)
const table = () => environment(VARIABLES.table)

const caseLog = once(() => dynamoCaseLog(dynamo(), table()))
const registers = once(() => dynamoRegisterStore(dynamo(), table()))
const recentRegisters = once(() => rememberUntilChanged(registers(), now))
const renters = once(() => dynamoRenterStore(dynamo(), table(), searchKey))
const notebook = once(() => dynamoNotebook(dynamo(), table()))
const objects = once(() => {
  const names = Object.entries(BUCKET_VARIABLES).map(([bucket, variable]) => [bucket, process.env[variable] ?? ''])
  return s3ObjectStore(s3Client(), Object.fromEntries(names))
})
const workflow = once(() => {
  const arn = (machine: Machine) => process.env[MACHINE_VARIABLES[machine]] ?? ''
  const arns = { arrearsCase: arn('arrears-case'), signalRound: arn('signal-round'), erpImport: arn('erp-import') }
  return sfnWorkflow(sfnClient(), arns, notebook())
})

const mailer = once(() => sesMailer(sesClient(), notebook(), process.env[VARIABLES.configurationSet]))

let readSearchKey: Promise<string> | undefined

/** Read once; again as long as that fails. @throws Error when there is no such secret */
function searchKey(): Promise<string> {
  readSearchKey ??= secretsFrom(process.env)(SEARCH_KEY)
    .then((text) => {
      if (text === null) throw new Error(`there is no secret ${SEARCH_KEY}`)
      return text
    })
    .catch((error) => {
      readSearchKey = undefined
      throw error
    })
  return readSearchKey
}

let readTemplates: Promise<Templates> | undefined

/** Read once, and again as long as they are refused: somebody may mend them while this process lives. */
function templates(): Promise<Templates> {
  readTemplates ??= loadOwn().catch((error) => {
    readTemplates = undefined
    throw error
  })
  return readTemplates
}

const bundled = () => templatesIn(environment(VARIABLES.templates))
const loadOwn = async (): Promise<Templates> => loadTemplates(bundled(), await ownTemplates())
const templatesToStaff = () => unlessRefused(templates(), bundled())

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
      readFile(join(environment(VARIABLES.templates), 'fonts', file)),
    ),
  )
  if (!regular || !bold) throw new Error('the letters have no fonts')
  return { regular, bold }
})

/** What a function gets, as its `uses` say: of each port only the calls that they allow. */
export interface PortsOf<U extends Uses> {
  readonly now: () => Date
  readonly log: LogFor<U>
  /** What they say of a client and a municipality is read at most once in some seconds. */
  readonly registers: RegistersFor<U>
  /** Read anew at every question: for the gate at the moment of writing, and for whoever lists the registers. */
  readonly registersNow: RegistersFor<U>
  readonly renters: RentersFor<U>
  readonly notebook: NotebookFor<NoteRights<U>>
  readonly objects: ObjectsFor<BucketRights<U>>
  /** Null for a function that neither starts nor wakes an execution: it works inside the workflow, which is awake. */
  readonly workflow: U extends { machines: object } ? WorkflowFor<U> : null
  readonly mailer: MailerFor<U>
  /** The property manager's own templates lie in the work bucket. */
  readonly templates: U extends { letters: true | 'to-staff' }
    ? 'work read' extends BucketRights<U>
      ? () => Promise<Templates>
      : null
    : null
  readonly fonts: U extends { letters: true } ? () => Promise<Fonts> : null
}

/** The ports of a function; what its `uses` do not name is not there. */
export function portsOf<const U extends Uses>(uses: U): PortsOf<U>
export function portsOf({
  cases,
  indexes,
  registers: entries,
  openCases,
  beat,
  renters: persons,
  ...uses
}: Uses): object {
  return {
    now,
    workflow: uses.machines ? workflow() : null,
    templates: uses.letters === 'to-staff' ? templatesToStaff : uses.letters ? templates : null,
    fonts: uses.letters === true ? fonts : null,
    ...((cases || indexes) && { log: caseLog() }),
    ...((entries || openCases || beat) && { registers: recentRegisters(), registersNow: registers() }),
    ...(persons && { renters: renters() }),
    ...(uses.notes && { notebook: notebook() }),
    ...(uses.buckets && { objects: objects() }),
    ...((uses.mail || uses.notes?.mail) && { mailer: mailer() }),
  }
}
