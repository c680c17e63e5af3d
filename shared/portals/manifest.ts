import { z } from 'zod'
import { CHANNELS, portalSchema } from '../contracts/portals.ts'

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * `row` is the row in the sheet or the line in the file. The titles are on 1, so the first signal is on 2. `document`
 * is the key of the row that the case keeps, and `sha256` that row's.
 */
const manifestRowSchema = z.strictObject({
  row: z.int().min(2),
  caseId: z.string().min(1),
  document: z.string().min(1),
  sha256: sha256Schema,
})

const areUnique = (values: readonly unknown[]) => new Set(values).size === values.length

/**
 * What stays of a written file (`S2`): which case is on which row, when it was written, and when the portal picked it
 * up over sFTP, or we brought it there, or a person did. Its rows list the rows that the cases keep, each with the hash
 * that stands in its case. It holds no personal data of renters, nor the hash of the whole file, which could be
 * searched for persons (K2). `file` is a bare name, as `fileName` gives it.
 */
export const manifestSchema = z.strictObject({
  file: z.string().regex(/^[A-Za-z0-9_-]+\.(xlsx|csv)$/),
  kind: z.enum(['signals', 'withdrawals']),
  portal: portalSchema,
  channel: z.enum(CHANNELS),
  profile: z.strictObject({ name: z.string().min(1), version: z.string().min(1) }),
  writtenAt: z.iso.datetime({ offset: true }),
  rows: z
    .array(manifestRowSchema)
    .min(1)
    .refine((rows) => areUnique(rows.map(({ row }) => row)), { error: 'two cases on one row' }),
  /** A signal in it is about a threatening situation, and leaves the same day (S1). */
  urgent: z.literal(true).exactOptional(),
  pickedUpAt: z.iso.datetime({ offset: true }).nullable(),
  /** When it was pushed to the portal's SFTP server, or all of it had gone through its API. */
  deliveredAt: z.iso.datetime({ offset: true }).exactOptional(),
  /** When it was taken away, before its portal had it. */
  voidedAt: z.iso.datetime({ offset: true }).exactOptional(),
  /** When and by whom it was uploaded. */
  uploaded: z.strictObject({ at: z.iso.datetime({ offset: true }), by: z.string().min(1) }).exactOptional(),
})
export type Manifest = z.infer<typeof manifestSchema>
