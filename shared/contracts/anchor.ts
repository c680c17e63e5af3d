import { z } from 'zod'
import type { Anchor, KeptAnchor } from '../domain/anchor.ts'
import { schemaOf } from './schema-of.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const anchorSchema = schemaOf<Anchor>()(
  z.strictObject({
    day: z.iso.date(),
    prev: z.union([z.literal(''), sha256]),
    heads: z.array(z.strictObject({ case: z.string(), seq: z.int().positive(), hash: sha256 })),
  }),
)

/** An anchor as it is kept; null for a text that is none. */
export function keptAnchor(text: string): KeptAnchor | null {
  try {
    return { anchor: anchorSchema.parse(JSON.parse(text)), text }
  } catch {
    return null
  }
}

/** A service that says, with its signature, that a text existed at a moment (RFC 3161). */
export interface TimestampService {
  /**
   * Has a text stamped: its SHA-256 goes there, and nothing else. Gives the whole answer, as it is kept.
   * @throws Error when there is no answer, or one about something else
   */
  stamp(text: string): Promise<Uint8Array>
}
