import { z } from 'zod'
import { SIGNAL_COLUMNS } from './columns.ts'
import type { RowAsWritten } from './row-as-written.ts'
import type { SignalRow } from './signal-row.ts'

const SOURCES = SIGNAL_COLUMNS.map(({ field }) => field)
const WITHDRAWAL_SOURCES: readonly string[] = ['postcode', 'houseNumber', 'houseNumberAddition']
/** A word that names a secret; the secret itself never stands in a file. */
const secretSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'noem de naam van een geheim, niet het geheim zelf')
const headerNameSchema = z.string().regex(/^[A-Za-z0-9-]{1,64}$/)
const pathSchema = z.string().regex(/^\/[A-Za-z0-9._~/{}-]*$/, 'een pad begint met / en heeft geen spaties')
const statusSchema = z.int().min(200).max(599)

/** `name` is the field of the portal; a dot puts it inside another: `adres.postcode`. */
const apiFieldSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, 'gebruik letters, cijfers, - en _, met punten ertussen'),
  source: z.enum(SOURCES),
  /**
   * Amounts leave in euros unless the portal wants cents; other numbers as they are; texts as text, or a house number
   * as number.
   */
  as: z.enum(['text', 'number', 'euros', 'cents']),
})

const request = (kind: 'signals' | 'withdrawals') =>
  z
    .strictObject({
      method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
      /** `{reference}` in the path of a withdrawal is the portal's own name of the signal. */
      path: pathSchema,
      fields: z.array(apiFieldSchema).default([]),
    })
    .superRefine(({ path: where, fields }, context) => {
      const problem = (message: string, index: number[] = []) =>
        context.addIssue({ code: 'custom', path: ['fields', ...index], message })
      for (const [index, { source, as }] of fields.entries()) {
        if (kind === 'withdrawals' && !WITHDRAWAL_SOURCES.includes(source))
          problem(`hoort niet in een intrekking: ${source}`, [index])
        if ((source === 'amountCents') !== (as === 'euros' || as === 'cents'))
          problem('alleen het bedrag gaat in euros of cents', [index])
      }
      const names = fields.map(({ name }) => name)
      if (new Set(names).size < names.length) problem('een veld staat er twee keer in')
      if (kind === 'withdrawals' && where.includes('{reference}')) return
      for (const { field, mandatory } of SIGNAL_COLUMNS)
        if (mandatory && (kind === 'signals' || WITHDRAWAL_SOURCES.includes(field)))
          if (!fields.some(({ source }) => source === field)) problem(`verplicht gegeven ontbreekt: ${field}`)
    })

/**
 * How the API of a portal wants to be called: data, not code, since Inforing hands out its documentation after the
 * contract. Like a format profile, it can lay out the fields of a signal and nothing else.
 */
export const apiProfileSchema = z.strictObject({
  /** Whom a person has to ask before this profile is used for real, and what; left out when nothing is open. */
  confirm: z.string().min(1).optional(),
  baseUrl: z.url({ protocol: /^https?$/ }).refine(isProtected, 'gebruik https'),
  authentication: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('bearer'), secret: secretSchema }),
    z.strictObject({ type: z.literal('header'), name: headerNameSchema, secret: secretSchema }),
    z.strictObject({ type: z.literal('basic'), username: z.string().min(1).max(100), secret: secretSchema }),
    z.strictObject({
      type: z.literal('client-credentials'),
      tokenUrl: z.url({ protocol: /^https?$/ }).refine(isProtected, 'gebruik https'),
      clientId: z.string().min(1).max(200),
      secret: secretSchema,
      scope: z.string().min(1).max(200).optional(),
    }),
  ]),
  idempotencyHeader: headerNameSchema.default('Idempotency-Key'),
  /** For one attempt. */
  timeoutSeconds: z.int().min(1).max(120).default(15),
  attempts: z.int().min(1).max(10).default(5),
  /** Answers that mean that the portal refuses this one signal, and that it has it already. */
  rejectedStatuses: z.array(statusSchema).default([400, 404, 422]),
  knownStatuses: z.array(statusSchema).default([409]),
  /** Where in the portal's answer its own name for the signal stands, and its code for a refusal. */
  referenceField: z.string().min(1).optional(),
  reasonField: z.string().min(1).optional(),
  signal: request('signals'),
  /** Left out: a person takes signals back (S4). */
  withdrawal: request('withdrawals').optional(),
})
export type ApiProfile = z.infer<typeof apiProfileSchema>

/** Personal data goes out encrypted; only a server on this machine, for tests, may do without. */
function isProtected(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost'
}

/** The body for one row, in the portal's own field names; what is empty is left out. Null without any field. */
export function apiBody({ fields }: ApiProfile['signal'], row: Row): object | null {
  if (fields.length === 0) return null
  const body: Tree = {}
  for (const { name, source, as } of fields) {
    const value = row[source]
    if (value === undefined || value === '') continue
    const steps = name.split('.')
    const last = steps.pop() ?? ''
    let place = body
    for (const step of steps) {
      const inside = place[step]
      const next = typeof inside === 'object' ? inside : {}
      place[step] = next
      place = next
    }
    place[last] = valueAs(as, value)
  }
  return body
}

/** One row in the portal's own field names, without its empty fields: what `apiBody` sends, field by field. */
export function apiRow({ fields }: ApiProfile['signal'], row: Row): RowAsWritten {
  const filled = fields.flatMap(({ name, source, as }) => {
    const value = row[source]
    return value === undefined || value === '' ? [] : [{ name, value: valueAs(as, value) }]
  })
  return { columns: filled.map(({ name }) => name), values: filled.map(({ value }) => value) }
}

/** What is known of one row; a withdrawal has only some of it. */
type Row = { readonly [Field in keyof SignalRow]?: SignalRow[Field] | undefined }

interface Tree {
  [name: string]: Tree | string | number
}

function valueAs(as: ApiProfile['signal']['fields'][number]['as'], value: string | number): string | number {
  if (as === 'text') return String(value)
  return as === 'euros' ? Number(value) / 100 : Number(value)
}
