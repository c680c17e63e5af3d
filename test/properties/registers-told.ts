import { z } from 'zod'
import type { Evidence } from './invariants.ts'

// What the registers said at a moment. More than one answer where they changed at that very moment: either may have
// counted.

const periodSchema = z.object({ from: z.string().nullable(), until: z.string().nullable() })
const clientSchema = z.object({
  mandate: periodSchema.nullable(),
  optionalFields: z.array(z.string()),
  collectionAgency: z.object({ name: z.string(), email: z.string() }).nullable(),
  handOver: z.string(),
  handOverUnreported: z.string(),
  resignal: z.string(),
})
const municipalitySchema = z.object({
  agreement: periodSchema.extend({ status: z.string() }),
  minimumAmountCents: z.number().nullable(),
})

export const clientAt = (evidence: Evidence, id: string, at: string): z.infer<typeof clientSchema>[] =>
  valuesAt(evidence, `CLIENT#${id}`, at).map((value) => clientSchema.parse(value))

export const municipalityAt = (
  evidence: Evidence,
  code: string | null,
  at: string,
): z.infer<typeof municipalitySchema>[] =>
  valuesAt(evidence, `MUNICIPALITY#${code}`, at).map((value) => municipalitySchema.parse(value))

/** What stood before a moment, and what was written at it. */
function valuesAt({ order }: Evidence, entry: string, at: string): Record<string, unknown>[] {
  const versions = order.registers(entry)
  const before = versions.findLast((each) => each.at < at)
  return [...(before ? [before] : []), ...versions.filter((each) => each.at === at)].map(({ value }) => value)
}

/** Both days count. */
export const covers = ({ from, until }: z.infer<typeof periodSchema>, on: string): boolean =>
  (from === null || from <= on) && (until === null || on <= until)
