import { z } from 'zod'
import { collectionAgencySchema } from './client.ts'
import { lastBookSchema } from './import.ts'
import { approvalSchema } from './preview.ts'
import { keptQuestionSchema } from './question.ts'
import { renumberingSchema } from './renumbering.ts'
import { openDeliverySchema, transferTurnSchema } from './round.ts'
import { sessionSchema } from './session.ts'

/** Up to which day something that is done for every day was done. */
const progressSchema = z.strictObject({ until: z.iso.date() })

const schemas = {
  /** A key of the console, by what it signs. */
  'console-key': z.string(),
  /** Which agency got a case, by the reservation of the hand-over (F3). */
  agency: collectionAgencySchema,
  /** That a round may go, by the round's day (S6). */
  approval: approvalSchema,
  /** Up to which day the anchors are made, and the hash of the last one; `''` before there is one (invariant 5). */
  anchor: z.strictObject({ until: z.iso.date(), hash: z.string() }),
  /** What a client's last book was, by client. */
  book: lastBookSchema,
  /** A file on its way to a portal, by its name. */
  delivery: openDeliverySchema,
  'erp-return': progressSchema,
  /** How many executions a case has had, by case. */
  execution: z.int().positive(),
  /** When a fact that is about no renter was recorded, by its name (E1). */
  fact: z.iso.datetime(),
  /** Which round took the name of a file, by the name. */
  file: z.string(),
  /** Which import works on the cases, as `turn`; '' for none (I3). */
  import: z.string(),
  /** The message that SES reported as sent, by reservation. */
  mail: z.strictObject({ messageId: z.string() }),
  /** The municipalities in the last list for the NVVK. */
  nvvk: z.strictObject({ codes: z.string() }),
  'post-batch': progressSchema,
  question: keptQuestionSchema,
  /** Somebody who is signed in, by the hash of the session's own name: the name itself is in that browser alone. */
  session: sessionSchema,
  /** When somebody was last seen, by the same hash: apart, so that it never writes over the end of a session. */
  'session-seen': z.iso.datetime(),
  /** What is thought, or known, of a renter's new number, by client, old and new number (R6). */
  renumbering: renumberingSchema,
  /** Who took the reference of a case, by the reference: a random word, which says nothing else. */
  reference: z.string(),
  /** By which key renters are found, as `key`: something that is hashed with it. */
  search: z.string(),
  /**
   * The mail of a day, by the day: who sends it, up to when it tells questions, and whether it left; without an owner
   * it was refused. And under `told`, the lines of the last mail that left, each by a part of its hash.
   */
  'staff-mail': z.strictObject({
    owner: z.string().exactOptional(),
    until: z.iso.datetime().exactOptional(),
    left: z.boolean().exactOptional(),
    lines: z.array(z.string()).exactOptional(),
  }),
  /** One time that a file was pushed, by its name and the number of the time. */
  transfer: transferTurnSchema,
  /** The case of the co-renter who may be reported on a day, by the day, the client and the first of them (G10). */
  turn: z.string(),
  /** That a person's data was shown, to whom and of which cases, by the moment and a random word. */
  view: z.strictObject({ by: z.string(), at: z.iso.datetime(), page: z.string(), cases: z.array(z.string()) }),
}

type Schemas = typeof schemas
export type NoteKind = keyof Schemas
/** What is read from a note of a kind. */
export type Notes = { readonly [Kind in NoteKind]: z.output<Schemas[Kind]> }
/** What is written as a note of a kind; the schema fills in what it may leave out. */
export type GivenNotes = { readonly [Kind in NoteKind]: z.input<Schemas[Kind]> }

/** The kinds of notes that are one word. */
export type WordNote = { [Kind in NoteKind]: string extends Notes[Kind] ? Kind : never }[NoteKind]

/** The kinds of notes, each with its schema: the place where a note of an older shape is read. */
export const NOTES: { readonly [Kind in NoteKind]: z.ZodType<Notes[Kind]> } = schemas
