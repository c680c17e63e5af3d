import type { IndexName } from '../shared/adapters/table.ts'
import type { Bucket } from '../shared/contracts/ports.ts'

export type Machine = 'arrears-case' | 'erp-import' | 'signal-round'

/** Memory on Lambda; 1,769 MB is one whole processor, which only the long ones use. */
export const MEMORY_MB = { short: 1024, long: 1769 } as const

export type BucketUse = 'read' | 'write' | 'purge'

/** What a function of `functions/` may do, and nothing more. From it follow its permissions and its environment. */
export interface Needs {
  /** A look at one case takes seconds; a whole file or a sweep up to the 15 minutes that Lambda gives. */
  readonly duration: keyof typeof MEMORY_MB
  /** Partitions of the table; `*` stands for any ending. The history is put and read, and never updated or deleted. */
  readonly table?: Readonly<Record<string, readonly ('read' | 'put' | 'putMany' | 'update')[]>>
  readonly indexes?: readonly IndexName[]
  /** `purge` lifts the holds of evidence, and takes it away: one function at most, as its role is known by one name (K2). */
  readonly buckets?: Readonly<Partial<Record<Bucket, readonly BucketUse[]>>>
  readonly machines?: Readonly<Partial<Record<Machine, readonly ('start' | 'describe' | 'list' | 'wake')[]>>>
  /** Fills letters from their templates. */
  readonly writesLetters?: true
  readonly sendsMail?: true
  /** Logs in at portals. */
  readonly readsSecrets?: true
}

/** Looks at a case and appends to it: what nearly every function does. */
const CASE = { 'CASE#*': ['read', 'put'], REGISTER: ['read'], VOLUME: ['read'] } as const
const RENTER = { 'RENTER#*': ['read'] } as const
/** Counts the executions of a case. */
const EXECUTIONS = { 'NOTE#execution': ['read', 'put'] } as const
const PORTAL_FILE = {
  duration: 'long',
  table: { ...CASE, ...RENTER, 'NOTE#question': ['put'] },
  buckets: { work: ['read', 'write'], signals: ['read', 'write'], evidence: ['write'] },
  machines: { 'arrears-case': ['wake'] },
} as const

/** By folder of `functions/`. */
export const functions: Readonly<Record<string, Needs>> = {
  'apply-book': {
    duration: 'long',
    table: { ...CASE, 'RENTER#*': ['read', 'put'], ...EXECUTIONS, 'NOTE#question': ['put'] },
    buckets: { work: ['read'] },
    machines: { 'arrears-case': ['start', 'wake'] },
  },
  'close-paid': {
    duration: 'long',
    table: { ...CASE, 'NOTE#book': ['put'] },
    indexes: ['client'],
    buckets: { work: ['read', 'write'] },
    machines: { 'arrears-case': ['wake'] },
  },
  'collect-round': {
    duration: 'long',
    table: { REGISTER: ['read'], 'NOTE#file': ['read', 'put'], 'NOTE#delivery': ['read'] },
    indexes: ['queue'],
    buckets: { work: ['read', 'write'] },
  },
  'deliver-file': {
    duration: 'long',
    table: { ...CASE, 'NOTE#delivery': ['read', 'put'], 'NOTE#question': ['read', 'put'] },
    buckets: { work: ['read', 'write'], signals: ['read', 'write'], evidence: ['read', 'write'] },
    machines: { 'arrears-case': ['wake'] },
    readsSecrets: true,
  },
  'find-standing': { duration: 'short', table: CASE },
  'inform-agency': {
    duration: 'short',
    table: { ...CASE, ...RENTER, 'NOTE#question': ['put'], 'NOTE#agency': ['read', 'put'] },
    buckets: { work: ['read'], evidence: ['write'] },
    writesLetters: true,
    sendsMail: true,
  },
  'post-letter': {
    duration: 'short',
    table: { ...CASE, ...RENTER, 'NOTE#question': ['put'] },
    buckets: { work: ['read'], evidence: ['write'], post: ['write'] },
    writesLetters: true,
  },
  'read-answers': {
    duration: 'long',
    table: { ...CASE, 'NOTE#question': ['read', 'put'] },
    buckets: { inbox: ['read'], work: ['read', 'write'], evidence: ['read'] },
    machines: { 'arrears-case': ['wake'] },
  },
  'read-export': {
    duration: 'long',
    table: { REGISTER: ['read'], VOLUME: ['put'], 'NOTE#book': ['read'] },
    indexes: ['client'],
    buckets: { inbox: ['read'], work: ['read', 'write'] },
  },
  'record-bounce': {
    duration: 'short',
    table: { ...CASE, 'NOTE#question': ['put'] },
    machines: { 'arrears-case': ['wake'] },
  },
  'record-fact': {
    // A change in the registers is looked at in every case that it concerns.
    duration: 'long',
    table: {
      'CASE#*': ['read', 'put'],
      REGISTER: ['read', 'put'],
      VOLUME: ['read'],
      'REGISTER-HISTORY': ['put'],
      'RENTER#*': ['read', 'update'],
      'NOTE#question': ['put'],
    },
    indexes: ['client'],
    buckets: { evidence: ['read', 'write'] },
    machines: { 'arrears-case': ['wake'], 'erp-import': ['start'] },
  },
  'record-pick-up': { duration: 'short', buckets: { evidence: ['read', 'write'] } },
  'record-sent-mail': { duration: 'short', table: { 'NOTE#mail': ['putMany'] } },
  'repair-cases': {
    duration: 'long',
    table: { 'CASE#*': ['read'], REGISTER: ['read'], VOLUME: ['put'], ...EXECUTIONS },
    indexes: ['due', 'client'],
    machines: { 'arrears-case': ['start', 'describe', 'list', 'wake'] },
  },
  'send-letter': {
    duration: 'short',
    table: { ...CASE, ...RENTER, 'NOTE#question': ['put'] },
    buckets: { work: ['read'], evidence: ['write'], post: ['write'] },
    writesLetters: true,
    sendsMail: true,
  },
  'settle-reservation': {
    duration: 'short',
    table: { ...CASE, 'NOTE#mail': ['read'], 'NOTE#question': ['put'] },
    buckets: { evidence: ['read'], post: ['read'] },
  },
  'tell-staff': {
    duration: 'long',
    table: { REGISTER: ['read'], 'NOTE#question': ['read'], 'NOTE#staff-mail': ['read', 'put'] },
    indexes: ['client'],
    buckets: { work: ['read'] },
    writesLetters: true,
    sendsMail: true,
  },
  'test-signal': { duration: 'short', table: { ...CASE, ...RENTER }, machines: { 'signal-round': ['start'] } },
  'write-erp-return': {
    duration: 'long',
    table: { 'CASE#*': ['read'], 'NOTE#erp-return': ['read', 'put'] },
    indexes: ['day'],
    buckets: { erpReturn: ['write'] },
  },
  'write-nvvk-list': {
    duration: 'long',
    table: { REGISTER: ['read'], 'NOTE#nvvk': ['read', 'put'] },
    indexes: ['client'],
    buckets: { erpReturn: ['write'] },
  },
  'write-post-batch': {
    duration: 'long',
    table: { 'NOTE#post-batch': ['read', 'put'] },
    buckets: { post: ['read', 'write'] },
  },
  'write-signals': PORTAL_FILE,
  'write-withdrawals': PORTAL_FILE,
}

/** @throws Error when the folder is not described above: without that it would be deployed without permissions */
export function needsOf(name: string): Needs {
  const needs = functions[name]
  if (!needs) throw new Error(`functions/${name} has no entry in infra/functions.ts`)
  return needs
}

/** `FindStanding`, as a state machine's placeholder names the function in `functions/find-standing`. */
export const functionPlaceholder = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** `ERP_RETURN` of `erpReturn`, `ARREARS_CASE` of `arrears-case`. */
const upperSnake = (name: string) => name.replace(/[A-Z]/g, '-$&').replaceAll('-', '_').toUpperCase()

export interface ResourceNames {
  readonly table: string
  readonly bucket: (bucket: Bucket) => string
  readonly machineArn: (machine: Machine) => string
  readonly configurationSet: string
  /** Before the name of every secret. */
  readonly secretsPrefix: string
}

/** The environment of a function on Lambda, as `shared/adapters/from-environment.ts` reads it. */
export const environmentOf = (needs: Needs, names: ResourceNames): Record<string, string> => ({
  TABLE_NAME: names.table,
  ...Object.fromEntries(keysOf(needs.buckets).map((bucket) => [`${upperSnake(bucket)}_BUCKET`, names.bucket(bucket)])),
  ...Object.fromEntries(keysOf(needs.machines).map((name) => [`${upperSnake(name)}_ARN`, names.machineArn(name)])),
  ...(needs.writesLetters && { LETTER_TEMPLATES: '/var/task/templates' }),
  ...(needs.readsSecrets && { SECRETS_PREFIX: names.secretsPrefix }),
  ...(needs.sendsMail && { CONFIGURATION_SET: names.configurationSet }),
})

const keysOf = <K extends string>(record: Readonly<Partial<Record<K, unknown>>> | undefined): K[] =>
  Object.keys(record ?? {}) as K[]
