import { z } from 'zod'
import { HOLD_REASONS, type HoldReason } from '../domain/closed-lists.ts'
import { representativeSchema } from './representative.ts'

/** What a person is told of a file that was delivered: a line of imports.jsonl. */
export const importReportSchema = z.strictObject({
  file: z.string(),
  status: z.enum(['accepted', 'quarantined', 'rejected']),
  rows: z.int(),
  errors: z.array(z.strictObject({ row: z.int().nullable(), field: z.string().nullable(), message: z.string() })),
  warnings: z.array(z.strictObject({ row: z.int().nullable(), field: z.string().nullable(), message: z.string() })),
  /** The mapping by which it was read; null for the known layout, left out where no claims were read. */
  source: z.string().nullable().optional(),
  /** What was read, to be held against the ERP's own totals. */
  totals: z.strictObject({ claims: z.int(), renters: z.int(), openCents: z.int() }).optional(),
})
export const importReportsSchema = z.array(importReportSchema)
export type ImportReport = z.infer<typeof importReportSchema>
export type Remark = ImportReport['errors'][number]

export const personSchema = z.strictObject({
  surname: z.string(),
  initials: z.string(),
  street: z.string(),
  houseNumber: z.string(),
  houseNumberAddition: z.string(),
  postcode: z.string(),
  city: z.string(),
  phone: z.string(),
  email: z.string(),
})

const claimSchema = z.strictObject({
  contract: z.string(),
  invoice: z.string(),
  rent: z.boolean(),
  description: z.string(),
  dueOn: z.iso.date(),
  openCents: z.int(),
})

const HOLDS = Object.keys(HOLD_REASONS) as HoldReason[]

/**
 * What the columns of an export say of a renter beside the claims (R7); each null where the export has no such column.
 */
export const statusColumns = {
  /** Whether the renter is the main tenant. */
  mainTenant: z.boolean().nullable(),
  hold: z.enum([...HOLDS, 'none']).nullable(),
  /** The day; `unknown` where there is something that is no day. */
  deceased: z.union([z.iso.date(), z.enum(['unknown', 'none'])]).nullable(),
  representative: z.union([representativeSchema, z.literal('none')]).nullable(),
}

/** One renter of a book, normalised: a line of the batches between the import's states. Amounts in cents. */
export const bookEntrySchema = z.strictObject({
  client: z.string(),
  renter: z.string(),
  naturalPerson: z.boolean(),
  dwelling: z.boolean(),
  person: personSchema,
  gemeentecode: z.string().nullable(),
  ...statusColumns,
  /** The numbers of other renters in this book with a claim of the same contract and invoice (G10). */
  coRenters: z.array(z.string()).exactOptional(),
  claims: z.array(claimSchema),
})
export type BookEntry = z.infer<typeof bookEntrySchema>

/** Whom a book does not tell of, since a row cannot be read: where the first fault stands (I1). */
export const unreadRowSchema = z.strictObject({
  client: z.string(),
  renter: z.string(),
  row: z.int().nullable(),
  field: z.string().nullable(),
})
export type UnreadRow = z.infer<typeof unreadRowSchema>

/** What could not be read of a book, for who closes cases by it. */
export const unreadSchema = z.strictObject({
  rows: z.array(unreadRowSchema),
  /** A person is asked about each of them; else once about the file. */
  each: z.boolean(),
})
export type UnreadRows = z.infer<typeof unreadSchema>

/** What the import's states hand on to each other: references and counts, never a renter (invariant 6). */
export const importPlanSchema = z.strictObject({
  key: z.string(),
  importId: z.string(),
  status: z.enum(['accepted', 'quarantined', 'rejected']),
  on: z.string(),
  /** The clients whose book this is: who is not in it has paid. None when nothing may be closed. */
  clients: z.array(z.string()),
  /** The clients whose book it is, of whom nobody may be taken to have paid where `clients` is empty (C13, I1). */
  books: z.array(z.string()),
  /** Clients who came along the last time, and are not in it: their cases are frozen (I2). */
  missing: z.array(z.string()),
  batches: z.array(z.string()),
  rows: z.int(),
  /** A file of renters or addresses that came before the claims to which it belongs: nothing is wrong. */
  early: z.boolean(),
})
export type ImportPlan = z.infer<typeof importPlanSchema>

/** Another import works on the cases: this one waits (I3). */
export const UNDER_WAY = { status: 'under-way' } as const

/** An import that broke off left cases half-told: they are repaired before this one reads anything. */
export const HALF_TOLD = { status: 'half-told' } as const

/** What is remembered of a client's last book: its reference date, and the clients that came in the same file. */
export const lastBookSchema = z.strictObject({
  on: z.iso.date(),
  clients: z.array(z.string()),
  /** Whether its import came to its end, and none that was begun since left cases of the client half-told. */
  done: z.boolean(),
  /** The import before it may have broken off: then a summary may be older than its case, and no case is passed by. */
  afterBroken: z.boolean(),
})
export type LastBook = z.infer<typeof lastBookSchema>
