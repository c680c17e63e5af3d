import { z } from 'zod'
import type { MailRefusal } from '../domain/closed-lists.ts'
import type { Refusal } from '../domain/command.ts'
import type { TaskKind } from '../domain/tasks.ts'
import type { ReportedFact } from './facts.ts'
import type { RefusedBy } from './portal-channels.ts'

/**
 * Something that a person must look at, kept in the notebook as a `question`. Without personal data: the case and the
 * renter's number lead to the rest.
 */
export interface Question {
  /** The type of the fact, or what else it is about. */
  readonly about:
    | Exclude<ReportedFact['type'], 'import-confirmed'>
    | 'letter'
    | 'agency'
    | 'signal'
    | 'withdrawal'
    | 'municipality'
    | 'upload'
    | 'delivery'
    | 'void-file'
    /** What happens to a case that the rules alone bring no further (H1). */
    | 'decision'
    /** A client's book (C13). */
    | 'book'
    /** Small claims of a renter without an open case (C11). */
    | 'remainders'
    /** Something that the system does by itself, and could not. */
    | 'broken-off'
  readonly reason:
    | Refusal
    /** What a case asks of people (H1). */
    | TaskKind
    /** Cases wait for a new one; one of them is a threatening situation. */
    | 'book-needed'
    | 'book-urgent'
    /** A file of the ERP waits for a person, or for a file that belongs to it; or cannot be used at all (I1). */
    | 'file-waits'
    | 'file-early'
    | 'file-refused'
    /** A threatening situation cannot be reported, or is today (S1). */
    | 'threat-held'
    | 'threat-leaves'
    /** What was delivered or reported could not be worked on, three times. */
    | 'broken-off'
    /** A row of a book cannot be read: its renter is frozen (I1). */
    | 'row-unread'
    /** So much of a book cannot be read that nobody may be taken to have paid by it (I1). */
    | 'closes-nothing'
    /** The client came along with another the last time, and is not in the book now (I2). */
    | 'client-missing'
    | 'unknown-renter'
    | 'unknown-client'
    | 'unknown-municipality'
    /** The number exists at several clients, and nothing says of which it is (R6). */
    | 'which-client'
    /** A renter left the book, and another number came into it that seems to be the same person (R6). */
    | 'renumbered'
    /** Co-renters owe the same rent, and nobody knows who is the main tenant (G10). */
    | 'main-tenant'
    /** An answer outside the codes that portals have (F2); in a word that is near "help accepted". */
    | 'unknown-answer'
    | 'maybe-accepted'
    /** A line of a portal's file that cannot be read, and a file that cannot be read to its end (F2). */
    | 'answer-unread'
    | 'answers-refused'
    /** A refusal outside our list of codes (S5). */
    | 'unknown-rejection'
    /** A refusal with a code of our list. */
    | 'rejected'
    /** A row that the file does not have. */
    | 'no-such-row'
    /** A round that was not shown (S6). */
    | 'no-such-round'
    /** A withdrawal whose line would mean another renter's signal too (S4). */
    | 'withdraw-by-hand'
    /** An arrangement is reported as broken, and there never was one (C8). */
    | 'no-arrangement'
    /** A fact that a client's mandate rests on, and nobody gave (R1). */
    | 'mandate-agreement'
    | 'mandate-informed'
    | 'mandate-register'
    /** An address that the table of addresses does not hold (R5). */
    | 'not-found'
    /** A letter, or a line of a file, that cannot leave (C5, S2). */
    | 'no-address'
    | 'agency-address'
    /** A mail came back, or its reader called it unwanted: letters go by post until the ERP has another address. */
    | 'mail-returned'
    | 'mail-unwanted'
    | 'unwritable'
    /** The mail service refused it, twice or more. */
    | `mail-${MailRefusal}`
    /** A mail was ready to leave when its sending broke off, and SES reported nothing: it goes out once more. */
    | 'sent-again'
    /** No agency, or its address, is known any more (U1, K1). */
    | 'unknown'
    /** A file waits for a person who uploads it; an upload was confirmed of a file that is not known. */
    | 'to-upload'
    | 'urgent-upload'
    /** A list waits for a person who enters its rows on the website (R3). */
    | 'to-enter'
    | 'urgent-entry'
    /** A file was taken away before it was uploaded, as far as anybody said. */
    | 'voided'
    | 'unknown-file'
    | 'portal-unreachable'
    /** The portal did not come for a file. */
    | 'not-fetched'
    /** The portal refuses a withdrawal. */
    | 'portal-rejected'
    /** A line of a portal's file that is about no signal that left, or about several. */
    | 'no-such-signal'
    | 'which-signal'
    /** A renter asks for help, or to pay in terms. */
    | 'help-wanted'
    | 'arrangement-wanted'
    | RefusedBy
  readonly caseId: string | null
  readonly client?: string
  readonly renter?: string
  /** Name of the file that it is about. */
  readonly file?: string
  /** Where in the file. */
  readonly row?: number | null
  readonly field?: string | null
  /** It stands at the top of the list, each morning until it is answered. */
  readonly urgent?: boolean
  /** The words that can answer it; absent where it is answered by what people do. */
  readonly options?: readonly string[]
  /** The fact that counts once it is answered. */
  readonly fact?: KeptFact
  readonly at: string
}

const keptFactSchema = z.strictObject({
  /** Under which it counts once (E1). */
  id: z.string(),
  by: z.string(),
  moment: z.iso.datetime(),
  /** As `events.jsonl` says it, without free text. */
  said: z.record(z.string(), z.unknown()),
})
/** A fact that waits for an answer; it goes with the answer, since it is about a person. */
export type KeptFact = z.output<typeof keptFactSchema>

/** Why a fact is refused to whoever reports it, and nobody else is asked (E1). */
export type RefusedAtOnce =
  | 'too-old'
  | 'date-in-future'
  | 'terms-too-late'
  | 'unknown-question'
  | 'question-ended'
  | 'not-offered'
  | 'no-value-asked'

/** A question as the notebook keeps it under its id; what an earlier version did not write has its default here. */
export const keptQuestionSchema = z.object({
  about: z.string(),
  reason: z.string(),
  caseId: z.string().nullable(),
  client: z.string().nullable().default(null),
  renter: z.string().nullable().default(null),
  file: z.string().nullable().default(null),
  row: z.int().nullable().default(null),
  field: z.string().nullable().default(null),
  urgent: z.boolean().default(false),
  /** The words that can answer it; null for the usual one. */
  options: z.array(z.string()).readonly().nullable().default(null),
  fact: keptFactSchema.nullable().default(null),
  at: z.iso.datetime(),
  /** Whose answer ended it: a colleague's id, or `system` when it was settled by itself; null while it is open. */
  answeredBy: z.string().nullable().default(null),
  /** The word that a person answered; null where people did something instead. */
  answer: z.string().nullable().default(null),
  /** Null while it is open. */
  endedAt: z.iso.datetime().nullable().default(null),
})

/**
 * A question as it was kept, perhaps by an earlier version with other reasons. `client`, `renter` and `file` are null
 * where they are not known.
 */
export type KeptQuestion = z.output<typeof keptQuestionSchema> & { readonly id: string }
