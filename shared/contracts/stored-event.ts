import { z } from 'zod'
import { ADMINISTERED, type Administered } from '../domain/administered.ts'
import {
  ANSWERS,
  CLOSINGS,
  CONTACT_KINDS,
  HOLD_REASONS,
  HOLD_SOURCES,
  OBJECTION_CHANNELS,
  OPTIONAL_FIELDS,
  REJECTIONS,
  REPRESENTATIONS,
  SEND_REFUSALS,
  THREATS,
} from '../domain/closed-lists.ts'
import { AGENCY_MESSAGES, EVENT_VERSION, LETTERS, type StoredEvent } from '../domain/event.ts'
import { GATE_REASONS } from '../domain/gate-reasons.ts'
import { DELAY_REASONS } from '../domain/mail-report.ts'
import { schemaOf } from './schema-of.ts'

const act = z.enum(LETTERS)
const date = z.iso.date()
const instant = z.iso.datetime()
const oneOf = <Word extends string>(words: Readonly<Record<Word, string>>) => z.enum(Object.keys(words) as Word[])
/** Without a space: no sentence, and no name of a person as people write it (invariant 6). */
const name = z.string().regex(/^[\w.:@/+=-]{1,200}$/)
const reservation = z.string().regex(/^[\w-]{1,40}$/)
const document = z.string().regex(/^[\w./-]{1,300}$/)
const file = z.string().regex(/^[\w-]+\.(?:xlsx|csv)$/)
const sha256 = z.hex().length(64)
const number = z.int().positive()
const numbers = z.array(number)
const book = {
  claims: z.array(z.strictObject({ number, dueOn: date, openCents: z.int(), contract: number, rent: z.boolean() })),
  mapping: z.hex().length(64),
}
const caseFacts = { naturalPerson: z.boolean(), dwelling: z.boolean(), gemeentecode: z.string().nullable() }

const sent = {
  reservation,
  channel: z.enum(['email', 'post']),
  document,
  sha256,
  messageId: z.string().nullable(),
}
const sentToRenter = {
  ...sent,
  claims: numbers,
  receivedOn: date,
  debtHelp: z.boolean(),
  offer: z.boolean(),
  shared: z.array(z.enum(OPTIONAL_FIELDS)).exactOptional(),
}

const earlier = z.strictObject({
  letters: z.array(z.strictObject({ act, on: date, ...sentToRenter })),
  contacts: z.array(z.strictObject({ on: date, counts: z.boolean() })),
})

const writtenRow = { file, row: z.int(), document, sha256 }
const receipt = { file, on: date, document, sha256 }
/** The code of a mail server's answer (RFC 5321, RFC 3463), without a word of it. */
export const MAIL_STATUS = /^[2-5]\d{2}(?: [245]\.\d{1,3}\.\d{1,3})?$/

/** What every event in the log has, and what it may have. */
const place = {
  v: z.literal(EVENT_VERSION),
  by: z.string().regex(/^[\w-]{1,20}$/),
  moment: instant.exactOptional(),
  seq: z.int().positive(),
  at: instant,
  prev: z.string(),
  // A hash with the renter's key, or the name of a message or a file of ours with a word of a list.
  cause: z
    .string()
    .regex(/^[\w.:@<> -]{1,300}$/)
    .exactOptional(),
}

const event = <const Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
  z.strictObject({ type: z.literal(type), ...place, ...fields })

const released = z.discriminatedUnion('reason', [
  event('ActReleased', { reservation: z.string(), reason: z.enum(['not-sent', 'overtaken', 'undeliverable']) }),
  event('ActReleased', {
    reservation: z.string(),
    reason: z.literal('refused'),
    code: z.enum(SEND_REFUSALS),
  }),
])

/** That a portal has a file, and how it got it (S2, S4). */
const delivered = <const Type extends string>(type: Type) => {
  const by = <const How extends string, Fields extends z.ZodRawShape>(how: How, fields: Fields) =>
    event(type, { file, how: z.literal(how), ...fields })
  return z.discriminatedUnion('how', [
    by('fetched', { user: name.exactOptional(), key: name.exactOptional() }),
    by('pushed', {}),
    by('accepted', { status: z.int(), reference: name.nullable() }),
    by('uploaded', {}),
    by('answered', {}),
  ])
}

/**
 * An event as it stands in the log, written by this version. Strict, and it changes nothing: the hash of the next event
 * covers every member as it was stored.
 */
export const storedEventSchema = schemaOf<StoredEvent>()(
  z.discriminatedUnion('type', [
    event('CaseOpened', { client: z.string(), on: date, ...book, ...caseFacts }),
    event('ArrearsChanged', { on: date, ...book }),
    event('CaseFactsCorrected', caseFacts),
    event('RenterDataChanged', { email: z.boolean(), address: z.literal(true).exactOptional() }),
    event('PaymentBooked', { amountCents: z.union([z.int(), z.literal('all')]) }),
    event('ActClaimed', {
      act: z.enum([
        ...LETTERS,
        ...LETTERS.map((letter) => `post-${letter}` as const),
        ...AGENCY_MESSAGES.map((message) => `agency-${message}` as const),
      ]),
      claims: numbers,
    }),
    released,
    event('ReminderSent', sentToRenter),
    event('DemandSent', sentToRenter),
    event('NoticeSent', sentToRenter),
    event('FollowUpSent', sentToRenter),
    event('LetterAccepted', {
      reservation: z.string(),
      status: z.string().regex(MAIL_STATUS).nullable(),
      document: z.string(),
      sha256: z.string(),
    }),
    event('LetterDelayed', { reservation: z.string(), reason: z.enum(DELAY_REASONS) }),
    event('LetterBounced', { act, reservation }),
    event('LetterPosted', { act, ...sentToRenter }),
    event('ContactTaskCreated', { dueOn: date }),
    event('ContactAttempted', { kind: z.enum(CONTACT_KINDS), reached: z.boolean(), on: date }),
    event('ObjectionLodged', { channel: z.enum(OBJECTION_CHANNELS) }),
    event('ObjectionWithdrawn', { channel: z.enum(OBJECTION_CHANNELS) }),
    event('ItemDisputed', { claim: number }),
    event('DisputeResolved', { claim: number }),
    event('ArrangementAgreed', { terms: z.array(z.strictObject({ date, amountCents: z.int() })), claims: numbers }),
    event('ArrangementBroken', { reason: z.enum(['missed-term', 'reported']) }),
    event('ArrangementKept', {}),
    event('ThreatDeclared', { kind: z.enum(THREATS) }),
    event('SignalHeld', { reasons: z.array(z.enum(GATE_REASONS)), personUnclear: z.literal(true).exactOptional() }),
    event('SignalQueued', {}),
    event('SignalClaimed', { file }),
    event('SignalWritten', { ...writtenRow, months: z.int(), amountCents: z.int(), claims: numbers }),
    delivered('SignalDelivered'),
    event('SignalConfirmed', receipt),
    event('SignalRejected', { reason: oneOf(REJECTIONS), file: file.exactOptional() }),
    event('SignalVoided', { file, reasons: z.array(z.enum(GATE_REASONS)) }),
    event('RoundAsked', { queue: z.enum(['void', 'withdrawal']), file }),
    event('WithdrawalClaimed', { file }),
    event('WithdrawalWritten', writtenRow),
    delivered('SignalWithdrawn'),
    event('WithdrawalConfirmed', receipt),
    event('SignalWithdrawnByHand', { file }),
    event('RedeliveryAsked', {}),
    event('AnswerReceived', { code: oneOf(ANSWERS), on: date, file: file.exactOptional() }),
    event('SuspensionStarted', { until: date }),
    event('SuspensionEnded', { reason: z.enum(['period-over', 'new-arrears']) }),
    event('ClaimReturned', { claims: numbers, earlier: earlier.exactOptional() }),
    event('CaseReopened', { on: date }),
    event('HandOverDecided', {}),
    event('HandOverPostponed', {}),
    event('ReportingAllowed', {}),
    event('BookConfirmed', { on: date, except: z.boolean() }),
    event('BookUnread', { on: date }),
    event('SignalWaitsForBook', {}),
    event('HoldStarted', { reason: oneOf(HOLD_REASONS), lookAgain: date, source: z.enum(HOLD_SOURCES) }),
    event('HoldEnded', {}),
    event('RepresentativeChanged', { kind: z.enum(REPRESENTATIONS).nullable() }),
    event('PrescriptionDecided', { claim: number, collect: z.boolean() }),
    event('HandedOver', { claims: numbers }),
    event('AgencyInformed', { message: z.enum(AGENCY_MESSAGES), claims: numbers, ...sent }),
    event('CasePaid', { on: date, knownFrom: z.enum(['erp', 'staff']) }),
    event('CaseClosed', { reason: oneOf(CLOSINGS) }),
    event('RenterPurged', {}),
    event('Waiting', { step: z.string(), until: instant, token: z.string() }),
  ]),
)

const ADMINISTERED_TYPES: ReadonlySet<string> = new Set(ADMINISTERED)

/** Whether the renter's administration must show the event. */
export const isAdministered = (stored: StoredEvent): stored is Administered => ADMINISTERED_TYPES.has(stored.type)
