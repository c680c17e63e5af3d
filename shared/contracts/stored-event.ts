import { z } from 'zod'
import {
  ACTS,
  ADMINISTERED,
  type Administered,
  DELAY_REASONS,
  EVENT_VERSION,
  type StoredEvent,
} from '../domain/event.ts'
import { GATE_REASONS } from '../domain/gate-reasons.ts'
import { schemaOf } from './schema-of.ts'

const act = z.enum(ACTS)
const date = z.iso.date()
const instant = z.iso.datetime()
const claims = z.array(
  z.strictObject({ invoice: z.string(), description: z.string(), dueOn: date, openCents: z.int() }),
)
const caseFacts = { naturalPerson: z.boolean(), dwelling: z.boolean(), gemeentecode: z.string().nullable() }

const sent = {
  reservation: z.string(),
  channel: z.enum(['email', 'post']),
  document: z.string(),
  sha256: z.string(),
  messageId: z.string().nullable(),
}
const sentToRenter = {
  ...sent,
  receivedOn: date,
  debtHelp: z.boolean(),
  offer: z.boolean(),
  // Letters from before this was kept have none (R2).
  shared: z.array(z.string()).exactOptional(),
}

/** The code of a mail server's answer (RFC 5321, RFC 3463), without a word of it. */
export const MAIL_STATUS = /^[2-5]\d{2}(?: [245]\.\d{1,3}\.\d{1,3})?$/

/** What every event in the log has, and what it may have. */
const place = {
  v: z.literal(EVENT_VERSION),
  by: z.string().min(1),
  moment: instant.exactOptional(),
  seq: z.int().positive(),
  at: instant,
  prev: z.string(),
  cause: z.string().exactOptional(),
}

const event = <const Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
  z.strictObject({ type: z.literal(type), ...place, ...fields })

/**
 * An event as it stands in the log, written by this version. Strict, and it changes nothing: the hash of the next event
 * covers every member as it was stored.
 */
export const storedEventSchema = schemaOf<StoredEvent>()(
  z.discriminatedUnion('type', [
    event('CaseOpened', {
      client: z.string(),
      on: date,
      claims,
      ...caseFacts,
      bookedCents: z.int().exactOptional(),
    }),
    event('ArrearsChanged', { on: date, claims }),
    event('CaseFactsCorrected', caseFacts),
    event('RenterDataChanged', { email: z.boolean() }),
    event('PaymentBooked', { amountCents: z.union([z.int(), z.literal('all')]) }),
    event('ActClaimed', {
      act: z.enum([
        ...ACTS,
        'agency-handover',
        'agency-pause',
        'agency-resume',
        'agency-stop',
        'post-reminder',
        'post-demand',
        'post-notice',
      ]),
    }),
    event('ActReleased', { reservation: z.string(), reason: z.enum(['not-sent', 'overtaken', 'undeliverable']) }),
    event('ReminderSent', sentToRenter),
    event('DemandSent', sentToRenter),
    event('NoticeSent', sentToRenter),
    event('LetterAccepted', {
      reservation: z.string(),
      status: z.string().regex(MAIL_STATUS).nullable(),
      document: z.string(),
      sha256: z.string(),
    }),
    event('LetterDelayed', { reservation: z.string(), reason: z.enum(DELAY_REASONS) }),
    event('LetterBounced', { act }),
    event('LetterPosted', { act, ...sentToRenter }),
    event('ContactTaskCreated', { dueOn: date }),
    event('ContactAttempted', { kind: z.string(), reached: z.boolean(), on: date }),
    event('ObjectionLodged', { channel: z.string() }),
    event('ObjectionWithdrawn', { channel: z.string() }),
    event('ItemDisputed', { invoice: z.string() }),
    event('DisputeResolved', { invoice: z.string() }),
    event('ArrangementAgreed', { terms: z.array(z.strictObject({ date, amountCents: z.int() })) }),
    event('ArrangementBroken', { reason: z.enum(['missed-term', 'reported']) }),
    event('ArrangementKept', {}),
    event('ThreatDeclared', { kind: z.string() }),
    event('SignalHeld', { reasons: z.array(z.enum(GATE_REASONS)) }),
    event('SignalQueued', {}),
    event('SignalClaimed', { file: z.string() }),
    event('SignalDelivered', { file: z.string(), row: z.int(), months: z.int(), amountCents: z.int() }),
    event('SignalRejected', { reason: z.string() }),
    event('SignalWithdrawn', { file: z.string() }),
    event('RedeliveryAsked', {}),
    event('AnswerReceived', { code: z.string(), on: date }),
    event('SuspensionStarted', { until: date }),
    event('SuspensionEnded', { reason: z.enum(['period-over', 'new-arrears']) }),
    event('HandedOver', {}),
    event('AgencyInformed', { message: z.enum(['handover', 'pause', 'resume', 'stop']), ...sent }),
    event('CasePaid', { on: date, knownFrom: z.enum(['erp', 'staff']) }),
    event('CaseClosed', { reason: z.string() }),
    event('RenterPurged', {}),
    event('Waiting', { step: z.string(), until: instant, token: z.string() }),
  ]),
)

const ADMINISTERED_TYPES: ReadonlySet<string> = new Set(ADMINISTERED)

/** Whether the renter's administration must show the event. */
export const isAdministered = (stored: StoredEvent): stored is Administered => ADMINISTERED_TYPES.has(stored.type)
