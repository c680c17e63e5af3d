import { describe, expect, test } from 'vitest'
import type { CaseEvent, EventType } from '../../shared/domain/event.ts'
import { evolve } from '../../shared/domain/evolve.ts'
import { NO_AGENCY } from '../../shared/domain/evolve-agency.ts'
import { nextAfter } from '../../shared/domain/history.ts'
import { NO_REPORTS } from '../../shared/domain/reports.ts'
import type { CaseState, PortalFile } from '../../shared/domain/state.ts'
import {
  aCaseAtTheAgency,
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  at,
  type CaseBuilder,
  claim,
  following,
  letterSent,
  MAPPING,
  numberOf,
  rent,
  sent,
  writtenRow,
} from '../support/case-builder.ts'

const MOMENT = '2026-04-25T10:00'
const MARCH = numberOf('H-2026-03')
const letter = letterSent('demand', '2026-04-25', { reservation: 'C-1-9', claims: [MARCH] })
const kept = { ...letter, on: '2026-04-25', first: true }
const terms = [{ date: '2026-05-01', amountCents: 50_000 }]
const opened = {
  ...{ client: 'X', on: '2026-04-25', claims: [], mapping: MAPPING },
  ...{ naturalPerson: false, dwelling: false, gemeentecode: null },
}

const reported = aReportedCase()
const queued = aCaseReadyToReport().withSignalQueued('2026-04-20').withSignalReserved('2026-04-20T09:10')
const held = aCaseReadyToReport().withSignalHeld(['G7'], '2026-04-20')
const suspended = reported.withHelpAccepted('2026-04-24', '2026-04-24').withSuspension('2026-05-24', '2026-04-24')
const arranged = reported.withArrangement(terms, '2026-04-24')
const agreedFor = (claim: number, cents: number) => ({
  ...{ terms, owedCents: new Map([[claim, cents]]), elsewhereCents: 0, on: '2026-04-25' },
})
const ARRANGED = { ...NO_REPORTS, arrangement: at(MOMENT), arranged: true }

const written = aCaseReadyToReport().withSignalQueued('2026-04-20').withSignalWritten('2026-04-20')
const reserved = suspended
  .withSignalHeld(['G9'], MOMENT)
  .withSignalQueued(MOMENT)
  .withSignalReserved(MOMENT)
  .withSignalWithdrawn(MOMENT)
const takenBack = reported.withWithdrawalWritten(MOMENT, 'x.csv')

/** The e-mail bounced, and there is no address to which the letter could be posted. */
const unreachable = anArrearsCase()
  .withReminderSent('2026-03-05')
  .withBounce('reminder', '2026-03-06')
  .withReservation('post-reminder', '2026-03-06')
  .with({ type: 'ActReleased', reservation: '4', reason: 'undeliverable' }, '2026-03-06')

/** The demand bounced, and is about to be posted. */
const posting = anArrearsCase()
  .withDemandSent('2026-04-24')
  .withBounce('demand', MOMENT)
  .withReservation('post-demand', MOMENT)

const paid = anArrearsCase().withPaid('2026-04-24')
/** What was paid came back on 24 April. */
const back = anArrearsCase().with({ type: 'ClaimReturned', claims: [MARCH] }, '2026-04-24')
const onHold = anArrearsCase().with(
  { type: 'HoldStarted', reason: 'complaint', lookAgain: '2026-05-25', source: 'report' },
  '2026-04-24',
)

const NEXT_FILE = { file: 'mei.xlsx', row: 2, threatened: false, answered: false, failed: false, claims: [MARCH] }
const NOTHING_BEFORE = { signal: null, withdrawn: false, redelivery: false }
const writtenNext: CaseEvent = {
  type: 'SignalWritten',
  ...writtenRow('mei.xlsx'),
  months: 2,
  amountCents: 200_000,
  claims: [MARCH],
}
const receipt = { on: '2026-04-24', document: 'receipts/april.xlsx.json', sha256: 'a' }
/** The files of a case, with what became of one of them. */
const files = ({ state }: CaseBuilder, file: string, now: Partial<PortalFile> & Pick<PortalFile, 'kind'>) => ({
  files: new Map([
    ...state.files,
    [file, { deliveredAt: null, receipts: [], voided: null, ...state.files.get(file), ...now }],
  ]),
})
const AT_AGENCY = aCaseAtTheAgency().state.agency
const stale = { held: { reasons: ['G7'], on: '2026-04-20', stale: true } }
const OVER = { queued: false, suspension: null, accepted: null, arrangement: null, toPost: null }

/** What an event of every type changes, and nothing beside it. */
const CHANGES: [EventType, string, CaseBuilder, CaseEvent, Partial<CaseState>][] = [
  ['CaseOpened', 'again: nothing', reported, { type: 'CaseOpened', ...opened }, {}],
  [
    'ArrearsChanged',
    'the claims and the date of the book',
    anArrearsCase(),
    { type: 'ArrearsChanged', on: '2026-04-24', claims: [rent('2026-04')], mapping: MAPPING },
    {
      claims: [{ ...rent('2026-04'), staffPaidCents: 0, disputed: false }],
      bookOn: '2026-04-24',
      beforeBook: anArrearsCase().state.claims,
      paid: new Set([MARCH]),
    },
  ],
  [
    'CaseFactsCorrected',
    'who and where, and what the portal stumbled over',
    reported.withSignalRejected('2026-04-21'),
    { type: 'CaseFactsCorrected', naturalPerson: false, dwelling: false, gemeentecode: '0599' },
    {
      naturalPerson: false,
      dwelling: false,
      gemeentecode: '0599',
      rejected: null,
    },
  ],
  [
    'PaymentBooked',
    'what staff booked',
    anArrearsCase(),
    { type: 'PaymentBooked', amountCents: 1 },
    {
      claims: [{ ...rent('2026-03'), staffPaidCents: 1, disputed: false }],
      bookedOn: '2026-04-25',
    },
  ],
  [
    'ActClaimed',
    'the reservation, named by its place',
    anArrearsCase(),
    { type: 'ActClaimed', act: 'reminder', claims: [MARCH] },
    {
      reservation: {
        ...{ id: '2', act: 'reminder', at: at(MOMENT), claims: [MARCH] },
        owedCents: new Map([[MARCH, 100_000]]),
      },
    },
  ],
  [
    'ActReleased',
    'the reservation',
    anArrearsCase().withReservation('reminder', MOMENT),
    { type: 'ActReleased', reservation: '2', reason: 'not-sent' },
    {
      reservation: null,
      failedTries: { act: 'reminder', count: 1, at: at(MOMENT), id: '2', claims: [MARCH], same: true },
    },
  ],
  [
    'ActReleased',
    'the reservation, and that no letter can reach the renter',
    anArrearsCase().withReservation('reminder', MOMENT),
    { type: 'ActReleased', reservation: '2', reason: 'undeliverable' },
    { reservation: null, undeliverable: true },
  ],
  [
    'RenterDataChanged',
    'a new e-mail address: the acts resume, by e-mail',
    unreachable,
    { type: 'RenterDataChanged', email: true },
    { undeliverable: false, emailBounced: false, resumedAt: at(MOMENT) },
  ],
  [
    'RenterDataChanged',
    'another address: the acts resume, by post',
    unreachable,
    { type: 'RenterDataChanged', email: false },
    { undeliverable: false, resumedAt: at(MOMENT) },
  ],
  [
    'RenterDataChanged',
    'of a renter whom letters reach: what the portal stumbled over',
    reported.withSignalRejected('2026-04-21'),
    { type: 'RenterDataChanged', email: false },
    { rejected: null },
  ],
  [
    'ReminderSent',
    'the letter, and the reservation',
    anArrearsCase().withReservation('reminder', MOMENT),
    { type: 'ReminderSent', ...letter },
    { letters: [{ ...kept, act: 'reminder' }], reservation: null },
  ],
  [
    'DemandSent',
    'the letter, and the reservation',
    anArrearsCase().withReservation('demand', MOMENT),
    { type: 'DemandSent', ...letter },
    { letters: [{ ...kept, act: 'demand' }], reservation: null },
  ],
  [
    'NoticeSent',
    'the letter, and the reservation',
    anArrearsCase().withReservation('notice', MOMENT),
    { type: 'NoticeSent', ...letter },
    { letters: [{ ...kept, act: 'notice' }], reservation: null },
  ],
  [
    'NoticeSent',
    'and the data that it said would be shared (R2)',
    anArrearsCase(),
    { type: 'NoticeSent', ...letter, shared: ['E-Mailadres'] },
    { letters: [{ ...kept, act: 'notice', shared: ['E-Mailadres'] }] },
  ],
  [
    'FollowUpSent',
    'the letter, and the reservation',
    anArrearsCase().withReservation('follow-up', MOMENT),
    { type: 'FollowUpSent', ...letter },
    { letters: [{ ...kept, act: 'follow-up' }], reservation: null },
  ],
  [
    'DemandSent',
    'a letter about claims that were listed before',
    anArrearsCase().withReminderSent('2026-03-05'),
    { type: 'DemandSent', ...letter },
    {
      letters: [
        ...anArrearsCase().withReminderSent('2026-03-05').state.letters,
        { ...kept, act: 'demand', first: false },
      ],
    },
  ],
  [
    'ClaimReturned',
    'which claims, and that the renter was not told yet (C14)',
    paid,
    { type: 'ClaimReturned', claims: [MARCH] },
    { returned: new Map([[MARCH, { on: '2026-04-25', toldOn: null }]]), paid: new Set() },
  ],
  [
    'ClaimReturned',
    'what an earlier case did about them comes first (C14)',
    anArrearsCase().withReminderSent('2026-03-05').withContactAttempt('2026-03-06'),
    {
      type: 'ClaimReturned',
      claims: [MARCH],
      earlier: {
        letters: [{ ...letter, act: 'notice', on: '2026-02-05' }],
        contacts: [{ on: '2026-02-01', counts: true }],
      },
    },
    {
      returned: new Map([[MARCH, { on: '2026-04-25', toldOn: null }]]),
      letters: [
        { ...kept, act: 'notice', on: '2026-02-05' },
        ...anArrearsCase().withReminderSent('2026-03-05').state.letters,
      ],
      contacts: [
        { on: '2026-02-01', counts: true },
        { on: '2026-03-06', counts: true },
      ],
    },
  ],
  [
    'NoticeSent',
    'a letter that lists what came back tells of it (C14)',
    back,
    { type: 'NoticeSent', ...letter },
    {
      letters: [{ ...kept, act: 'notice' }],
      returned: new Map([[MARCH, { on: '2026-04-24', toldOn: '2026-04-25' }]]),
    },
  ],
  [
    'NoticeSent',
    'a letter that does not list it tells nothing of it',
    back,
    { type: 'NoticeSent', ...letter, claims: [] },
    { letters: [{ ...kept, act: 'notice', claims: [], first: false }] },
  ],
  [
    'CaseReopened',
    'it goes on',
    paid,
    { type: 'CaseReopened', on: '2026-04-25' },
    { ended: null, resumedAt: at(MOMENT) },
  ],
  [
    'BookConfirmed',
    'a newer day on which all this was open',
    anArrearsCase(),
    { type: 'BookConfirmed', on: '2026-04-24', except: false },
    { bookOn: '2026-04-24' },
  ],
  [
    'BookConfirmed',
    'but for this renter: nothing is known since',
    anArrearsCase(),
    { type: 'BookConfirmed', on: '2026-04-24', except: true },
    { exceptedOn: '2026-04-24' },
  ],
  [
    'BookConfirmed',
    'also of a renter whom the last book could not tell of',
    anArrearsCase().with({ type: 'BookUnread', on: '2026-04-24' }, '2026-04-24T06:00'),
    { type: 'BookConfirmed', on: '2026-04-24', except: false },
    { bookOn: '2026-04-24', exceptedOn: null },
  ],
  [
    'BookConfirmed',
    'but not, when it is of before that book',
    anArrearsCase().with({ type: 'BookUnread', on: '2026-04-24' }, '2026-04-24T06:00'),
    { type: 'BookConfirmed', on: '2026-04-23', except: false },
    { bookOn: '2026-04-23' },
  ],
  [
    'BookUnread',
    'nothing leaves, also what waited for a file',
    anArrearsCase().with({ type: 'SignalQueued' }, '2026-04-20T10:00'),
    { type: 'BookUnread', on: '2026-04-24' },
    { exceptedOn: '2026-04-24', queued: false },
  ],
  [
    'SignalWaitsForBook',
    'it waits for no file',
    anArrearsCase().withSignalQueued('2026-04-20T10:00').withSignalReserved('2026-04-20T10:00'),
    { type: 'SignalWaitsForBook' },
    { queued: false, signalReservation: null },
  ],
  [
    'HandOverDecided',
    'when',
    reported.with({ type: 'HandOverPostponed' }, '2026-04-24'),
    { type: 'HandOverDecided' },
    { handOverDecidedAt: at(MOMENT), postponedOn: null },
  ],
  ['HandOverPostponed', 'since when', reported, { type: 'HandOverPostponed' }, { postponedOn: '2026-04-25' }],
  [
    'HoldStarted',
    'the hold; nothing is queued',
    queued,
    { type: 'HoldStarted', reason: 'complaint', lookAgain: '2026-05-25', source: 'report' },
    {
      hold: { reason: 'complaint', lookAgain: '2026-05-25', source: 'report' },
      queued: false,
      reports: { ...NO_REPORTS, hold: at(MOMENT) },
    },
  ],
  [
    'HoldEnded',
    'the acts resume',
    onHold,
    { type: 'HoldEnded' },
    { hold: null, resumedAt: at(MOMENT), reports: { ...NO_REPORTS, hold: at(MOMENT) } },
  ],
  [
    'RepresentativeChanged',
    'who, of whom nobody decided yet whether to report',
    anArrearsCase().with({ type: 'ReportingAllowed' }, MOMENT),
    { type: 'RepresentativeChanged', kind: 'guardian' },
    {
      representative: 'guardian',
      reportingAllowed: false,
      reports: { ...NO_REPORTS, representative: at(MOMENT) },
    },
  ],
  ['ReportingAllowed', 'that it may be reported', reported, { type: 'ReportingAllowed' }, { reportingAllowed: true }],
  [
    'PrescriptionDecided',
    'of that claim (C15)',
    anArrearsCase(),
    { type: 'PrescriptionDecided', claim: MARCH, collect: true },
    { prescribed: new Map([[MARCH, true]]) },
  ],
  ...(
    [
      { type: 'LetterAccepted', reservation: 'C-1-2', status: '250', document: 'x', sha256: '0' },
      { type: 'LetterDelayed', reservation: 'C-1-2', reason: 'General' },
    ] as const
  ).map((event): (typeof CHANGES)[number] => [event.type, 'nothing', anArrearsCase(), event, {}]),
  [
    'LetterBounced',
    'the letter goes by post, and those after it',
    anArrearsCase(),
    { type: 'LetterBounced', act: 'demand', reservation: 'C-1-2' },
    { emailBounced: true, toPost: { act: 'demand', reservation: 'C-1-2' } },
  ],
  [
    'LetterPosted',
    'the letter, the reservation and the queue',
    posting,
    { type: 'LetterPosted', act: 'demand', ...letter },
    { letters: [{ ...kept, act: 'demand' }], reservation: null, toPost: null },
  ],
  [
    'ContactTaskCreated',
    'the task',
    anArrearsCase(),
    { type: 'ContactTaskCreated', dueOn: '2026-05-01' },
    { contactTaskDue: '2026-05-01' },
  ],
  [
    'ContactAttempted',
    'one attempt more',
    anArrearsCase().withContactAttempt('2026-03-10'),
    { type: 'ContactAttempted', kind: 'Telefoon', reached: true, by: 'bd', on: '2026-04-25' },
    {
      contacts: [
        { on: '2026-03-10', counts: true },
        { on: '2026-04-25', counts: true },
      ],
    },
  ],
  [
    'ObjectionLodged',
    'the objection; nothing is queued',
    queued,
    { type: 'ObjectionLodged', channel: 'link' },
    { objection: true, queued: false, reports: { ...NO_REPORTS, objection: at(MOMENT), objected: true } },
  ],
  [
    'ObjectionLodged',
    'again: the offer is refused again',
    reported.withObjection(MOMENT).withObjectionWithdrawn(MOMENT),
    { type: 'ObjectionLodged', channel: 'link' },
    { objection: true, offerAccepted: false },
  ],
  [
    'ObjectionWithdrawn',
    'the objection',
    reported.withObjection(MOMENT),
    { type: 'ObjectionWithdrawn', channel: 'link' },
    { objection: false, offerAccepted: true, resumedAt: at(MOMENT) },
  ],
  [
    'ItemDisputed',
    'that claim alone',
    anArrearsCase({ claims: [rent('2026-03'), rent('2026-04')] }),
    { type: 'ItemDisputed', claim: numberOf('H-2026-04') },
    {
      claims: [
        { ...rent('2026-03'), staffPaidCents: 0, disputed: false },
        { ...rent('2026-04'), staffPaidCents: 0, disputed: true },
      ],
      reports: { ...NO_REPORTS, disputes: new Map([[numberOf('H-2026-04'), at(MOMENT)]]) },
    },
  ],
  [
    'DisputeResolved',
    'that claim alone, and the acts resume',
    anArrearsCase({ claims: [rent('2026-03'), rent('2026-04')] })
      .withDispute('H-2026-03', MOMENT)
      .withDispute('H-2026-04', MOMENT),
    { type: 'DisputeResolved', claim: numberOf('H-2026-04') },
    {
      claims: [
        { ...rent('2026-03'), staffPaidCents: 0, disputed: true },
        { ...rent('2026-04'), staffPaidCents: 0, disputed: false },
      ],
      resumedAt: at(MOMENT),
    },
  ],
  [
    'ArrangementAgreed',
    'the terms, and what was open',
    queued.withPaymentBooked(1, '2026-04-21'),
    { type: 'ArrangementAgreed', terms, claims: [numberOf('H-2026-03')] },
    { arrangement: agreedFor(MARCH, 99_999), queued: false, reports: ARRANGED },
  ],
  [
    'ArrangementAgreed',
    'only what it was made for',
    anArrearsCase({ claims: [claim('S', '2026-04-25', 5_000), claim('T', '2026-04-26', 5_000)] }),
    { type: 'ArrangementAgreed', terms, claims: [numberOf('S')] },
    { arrangement: agreedFor(numberOf('S'), 5_000), reports: ARRANGED },
  ],
  [
    'ArrangementBroken',
    'the acts resume',
    arranged,
    { type: 'ArrangementBroken', reason: 'reported' },
    { arrangement: null, resumedAt: at(MOMENT), reports: ARRANGED },
  ],
  [
    'ArrangementBroken',
    'of a missed term, which is no report',
    arranged,
    { type: 'ArrangementBroken', reason: 'missed-term' },
    { arrangement: null, resumedAt: at(MOMENT) },
  ],
  [
    'ArrangementKept',
    'the acts resume',
    arranged,
    { type: 'ArrangementKept' },
    { arrangement: null, resumedAt: at(MOMENT) },
  ],
  [
    'ThreatDeclared',
    'the moment',
    anArrearsCase(),
    { type: 'ThreatDeclared', kind: 'ontruiming', by: 'bd' },
    { threatenedAt: at(MOMENT) },
  ],
  [
    'SignalHeld',
    'the reasons; it is in no file',
    queued,
    { type: 'SignalHeld', reasons: ['G5'] },
    {
      held: { reasons: ['G5'], on: '2026-04-25', stale: false },
      heldIn: ['2026-04'],
      queued: false,
      signalReservation: null,
    },
  ],
  ['SignalQueued', 'queued, no longer held', held, { type: 'SignalQueued' }, { queued: true, held: null }],
  [
    'SignalClaimed',
    'the file, and since when',
    queued,
    { type: 'SignalClaimed', file: 'mei.xlsx' },
    { signalReservation: { file: 'mei.xlsx', at: at(MOMENT) } },
  ],
  [
    'SignalWritten',
    'in which file, which the portal does not have yet, and a new chance of help',
    reserved,
    writtenNext,
    {
      ...files(reserved, 'mei.xlsx', { kind: 'signal' }),
      signal: { ...NEXT_FILE, before: { signal: suspended.state.signal, withdrawn: true, redelivery: false } },
      queued: false,
      signalReservation: null,
      withdrawn: false,
      suspendedBefore: false,
      heldIn: [],
    },
  ],
  [
    'SignalWritten',
    'after a hold: no longer held',
    held,
    writtenNext,
    {
      ...files(held, 'mei.xlsx', { kind: 'signal' }),
      signal: { ...NEXT_FILE, before: NOTHING_BEFORE },
      held: null,
      heldIn: [],
    },
  ],
  [
    'SignalDelivered',
    'when the portal had it, which may be earlier than it was told',
    written,
    { type: 'SignalDelivered', file: 'april.xlsx', how: 'uploaded', by: 'AB', moment: at('2026-04-22T12:00') },
    files(written, 'april.xlsx', { kind: 'signal', deliveredAt: at('2026-04-22T12:00') }),
  ],
  [
    'SignalConfirmed',
    'the receipt',
    written,
    { type: 'SignalConfirmed', file: 'april.xlsx', ...receipt },
    files(written, 'april.xlsx', { kind: 'signal', receipts: [receipt.document] }),
  ],
  [
    'SignalRejected',
    'the reason; it is not delivered',
    reported.withSignalHeld(['G9'], MOMENT),
    { type: 'SignalRejected', reason: 'duplicate' },
    { rejected: 'duplicate', signal: null, held: null },
  ],
  [
    'WithdrawalClaimed',
    'by which file, and when',
    reported,
    { type: 'WithdrawalClaimed', file: 'x.csv' },
    { withdrawalReservation: { file: 'x.csv', at: at(MOMENT) } },
  ],
  [
    'WithdrawalWritten',
    'in which file: it is not written again',
    reported.with({ type: 'WithdrawalClaimed', file: 'x.csv' }, MOMENT),
    { type: 'WithdrawalWritten', ...writtenRow('x.csv') },
    {
      ...files(reported, 'x.csv', { kind: 'withdrawal' }),
      ...{ withdrawn: true, withdrawalReservation: null, resumedAt: at(MOMENT) },
    },
  ],
  [
    'SignalWithdrawn',
    'when the portal had it',
    takenBack,
    { type: 'SignalWithdrawn', file: 'x.csv', how: 'pushed' },
    files(takenBack, 'x.csv', { kind: 'withdrawal', deliveredAt: at(MOMENT) }),
  ],
  [
    'WithdrawalConfirmed',
    'the receipt',
    takenBack,
    { type: 'WithdrawalConfirmed', file: 'x.csv', ...receipt },
    files(takenBack, 'x.csv', { kind: 'withdrawal', receipts: [receipt.document] }),
  ],
  [
    'AnswerReceived',
    'help accepted: the date; nothing is queued',
    queued,
    { type: 'AnswerReceived', code: 'accepted', on: '2026-04-24' },
    { accepted: '2026-04-24', queued: false },
  ],
  [
    'AnswerReceived',
    'any other code: nothing',
    queued,
    { type: 'AnswerReceived', code: 'below-threshold', on: '2026-04-24' },
    {},
  ],
  [
    'AnswerReceived',
    'moved away: people must find the address (F2)',
    queued,
    { type: 'AnswerReceived', code: 'moved-away', on: '2026-04-24' },
    { movedAway: true },
  ],
  [
    'AnswerReceived',
    'deceased: a hold follows (F2)',
    queued,
    { type: 'AnswerReceived', code: 'deceased', on: '2026-04-24' },
    { answerBrings: 'hold' },
  ],
  [
    'AnswerReceived',
    'objected at the municipality: an objection follows (F2)',
    queued,
    { type: 'AnswerReceived', code: 'objected', on: '2026-04-24' },
    { answerBrings: 'objection' },
  ],
  [
    'AnswerReceived',
    'accepted again: the thirty days do not grow',
    suspended,
    { type: 'AnswerReceived', code: 'accepted', on: '2026-04-25' },
    {},
  ],
  [
    'AnswerReceived',
    'accepted again after the suspension: nothing',
    suspended.withSuspensionEnded('2026-04-24T20:00'),
    { type: 'AnswerReceived', code: 'accepted', on: '2026-04-25' },
    {},
  ],
  [
    'SuspensionStarted',
    'from the date of acceptance; nothing is queued',
    reported
      .withSignalQueued('2026-04-22')
      .with({ type: 'AnswerReceived', code: 'accepted', on: '2026-04-23' }, '2026-04-24')
      .withSignalQueued('2026-04-24'),
    { type: 'SuspensionStarted', until: '2026-05-23' },
    {
      accepted: null,
      suspension: { from: '2026-04-23', until: '2026-05-23' },
      suspendedBefore: true,
      queued: false,
    },
  ],
  [
    'SuspensionStarted',
    'without an acceptance: from that day',
    reported,
    { type: 'SuspensionStarted', until: '2026-05-23' },
    { suspension: { from: '2026-04-25', until: '2026-05-23' }, suspendedBefore: true },
  ],
  [
    'SuspensionEnded',
    'the acts resume',
    suspended,
    { type: 'SuspensionEnded', reason: 'new-arrears' },
    { suspension: null, suspensionEnded: { at: at(MOMENT), reason: 'new-arrears' }, resumedAt: at(MOMENT) },
  ],
  [
    'SuspensionEnded',
    'before it began',
    reported.withHelpAccepted('2026-03-20', '2026-04-24'),
    { type: 'SuspensionEnded', reason: 'period-over' },
    { accepted: null, suspensionEnded: { at: at(MOMENT), reason: 'period-over' }, resumedAt: at(MOMENT) },
  ],
  [
    'HandedOver',
    'which claims',
    reported.with({ type: 'HandOverDecided' }, MOMENT),
    { type: 'HandedOver', claims: [MARCH] },
    { agency: { ...NO_AGENCY, claims: [MARCH] }, handOverDecidedAt: null },
  ],
  [
    'AgencyInformed',
    'of the case',
    reported.withReservation('agency-handover', MOMENT),
    { type: 'AgencyInformed', message: 'handover', ...sent({ claims: [MARCH] }) },
    {
      reservation: null,
      agency: {
        ...{ knows: true, paused: false, claims: [MARCH] },
        ...{ told: new Map([[MARCH, 100_000]]), toldAt: at(MOMENT) },
      },
    },
  ],
  [
    'AgencyInformed',
    'F4 of what changed: it has these claims from now on',
    aCaseAtTheAgency().withReservation('agency-update', MOMENT),
    { type: 'AgencyInformed', message: 'update', ...sent({ claims: [MARCH, MARCH + 1] }) },
    {
      reservation: null,
      agency: {
        ...{ knows: true, paused: false, claims: [MARCH, MARCH + 1] },
        ...{ told: new Map([[MARCH, 100_000]]), toldAt: at(MOMENT) },
      },
    },
  ],
  [
    'AgencyInformed',
    'to pause',
    aCaseAtTheAgency().withReservation('agency-pause', MOMENT),
    { type: 'AgencyInformed', message: 'pause', ...sent() },
    { reservation: null, agency: { ...AT_AGENCY, paused: true } },
  ],
  [
    'AgencyInformed',
    'to resume',
    aCaseAtTheAgency().withAgencyInformed('pause', MOMENT),
    { type: 'AgencyInformed', message: 'resume', ...sent() },
    { reservation: null, agency: { ...AT_AGENCY, paused: false } },
  ],
  [
    'AgencyInformed',
    'to stop: it has nothing any more',
    aCaseAtTheAgency().withAgencyInformed('pause', MOMENT),
    { type: 'AgencyInformed', message: 'stop', ...sent() },
    { agency: NO_AGENCY },
  ],
  [
    'CasePaid',
    'everything stops',
    arranged
      .withBounce('notice', MOMENT)
      .withSignalQueued(MOMENT)
      .withSuspension('2026-05-24', MOMENT)
      .withHelpAccepted('2026-04-24', MOMENT),
    { type: 'CasePaid', on: '2026-04-24', knownFrom: 'staff' },
    { ...OVER, ended: { how: 'paid', on: '2026-04-24', by: 'staff' }, paid: new Set([MARCH]) },
  ],
  [
    'CasePaid',
    'help accepted, and not suspended yet',
    reported.withHelpAccepted('2026-04-24', MOMENT),
    { type: 'CasePaid', on: '2026-04-24', knownFrom: 'erp' },
    { accepted: null, ended: { how: 'paid', on: '2026-04-24', by: 'erp' }, paid: new Set([MARCH]) },
  ],
  [
    'CaseClosed',
    'everything stops',
    arranged.withBounce('notice', MOMENT).withSignalQueued(MOMENT),
    { type: 'CaseClosed', reason: 'written-off' },
    { ...OVER, ended: { how: 'closed', on: '2026-04-25', by: null } },
  ],
  ['RenterPurged', 'the person is gone', reported.withPaid('2026-04-24'), { type: 'RenterPurged' }, { purged: true }],
  [
    'Waiting',
    'what for, until when, and the token',
    anArrearsCase(),
    { type: 'Waiting', step: 'reminder', until: at('2026-05-01'), token: 't' },
    { waiting: { step: 'reminder', until: at('2026-05-01'), token: 't' } },
  ],
]

/** Facts that move what comes next: what they make due is done at the next nine o'clock. */
const MOVES: ReadonlySet<EventType> = new Set([
  ...(['ArrearsChanged', 'BookConfirmed', 'PaymentBooked', 'ClaimReturned', 'CaseReopened'] as const),
  ...(['CaseFactsCorrected', 'RenterDataChanged', 'RepresentativeChanged', 'PrescriptionDecided'] as const),
  ...(['ItemDisputed', 'DisputeResolved', 'ArrangementAgreed', 'ArrangementBroken', 'ArrangementKept'] as const),
  ...(['SuspensionEnded', 'HoldEnded', 'AgencyInformed', 'HandOverDecided'] as const),
])

describe('what an event changes', () => {
  test.each(CHANGES)('%s: %s', (_type, _name, before, event, change) => {
    const last = before.with(event, MOMENT)
    const { seq, hash, lastAt } = last.state
    const movedAt = MOVES.has(event.type) ? at(MOMENT) : before.state.movedAt
    expect(last.state).toEqual({ ...before.state, movedAt, ...change, seq, hash, lastAt })
    expect(seq).toBe(before.state.seq + 1)
    expect(lastAt).toBe(at(MOMENT))
  })

  test('no event is refused, whatever the state', () => {
    const states = CHANGES.map(([, , before]) => before.state).concat(reported.withClosed(MOMENT).state)
    for (const state of states)
      for (const [, , , event] of CHANGES) {
        const stored = nextAfter(state, event, at(MOMENT))
        expect(evolve(state, stored, 'h')).toMatchObject({ seq: state.seq + 1, hash: 'h', lastAt: at(MOMENT) })
      }
  })

  test('a case begins with its opening', () => {
    const stray = following([], { type: 'HandedOver', claims: [] }, at(MOMENT))
    expect(() => evolve(null, stray, 'x')).toThrow('a case cannot begin with HandedOver')
  })

  test('a case that opened, and nothing more', () => {
    const claims = [rent('2026-03'), claim('C', '2026-03-01', -5)]
    const { hash, ...state } = anArrearsCase({ claims, gemeentecode: null }).state
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(state).toEqual({
      seq: 1,
      lastAt: at('2026-03-02T06:00'),
      client: 'BELEGGER-A',
      openedOn: '2026-03-02',
      naturalPerson: true,
      dwelling: true,
      gemeentecode: null,
      claims: claims.map((claim) => ({ ...claim, staffPaidCents: 0, disputed: false })),
      bookOn: '2026-03-02',
      exceptedOn: null,
      paid: new Set(),
      returned: new Map(),
      prescribed: new Map(),
      beforeBook: null,
      bookedOn: null,
      causes: new Set(),
      reports: NO_REPORTS,
      letters: [],
      toPost: null,
      undeliverable: false,
      offerAccepted: false,
      emailBounced: false,
      reservation: null,
      failedTries: null,
      resumedAt: at('2026-03-02T06:00'),
      contactTaskDue: null,
      movedAt: at('2026-03-02T06:00'),
      contacts: [],
      hold: null,
      representative: null,
      reportingAllowed: false,
      movedAway: false,
      heldIn: [],
      answerBrings: null,
      handOverDecidedAt: null,
      postponedOn: null,
      objection: false,
      arrangement: null,
      threatenedAt: null,
      held: null,
      queued: false,
      signalReservation: null,
      withdrawalReservation: null,
      signal: null,
      withdrawn: false,
      takenBackByHand: null,
      roundAsked: null,
      files: new Map(),
      rejected: null,
      redelivery: false,
      accepted: null,
      suspension: null,
      suspensionEnded: null,
      suspendedBefore: false,
      agency: { knows: false, paused: false, claims: [], told: new Map(), toldAt: null },
      ended: null,
      purged: false,
      waiting: null,
    })
  })
})

test('the causes of a case are remembered, each once', () => {
  const caused = (cause: string): CaseEvent => ({ type: 'ThreatDeclared', kind: 'ontruiming', by: 'bd', cause })
  const history = anArrearsCase().with(caused('f-1'), MOMENT).with(caused('f-2'), MOMENT).with(caused('f-1'), MOMENT)
  expect(history.withContactAttempt(MOMENT).state.causes).toEqual(new Set(['f-1', 'f-2']))
})

describe('a held signal is worth another look after', () => {
  test.each([
    ['an attempt to reach the renter', held.withContactAttempt(MOMENT)],
    ['an objection that was withdrawn', held.withObjectionWithdrawn(MOMENT)],
    ['a new book', held.withBook([rent('2026-03')], MOMENT)],
    [
      'corrected facts',
      held.with({ type: 'CaseFactsCorrected', naturalPerson: true, dwelling: true, gemeentecode: '0599' }, MOMENT),
    ],
    ['a reminder', held.withReminderSent(MOMENT)],
    ['a demand', held.withDemandSent(MOMENT)],
    ['a notice', held.withNoticeSent(MOMENT)],
    ['a follow-up', held.withFollowUp(MOMENT)],
    ['the end of a hold', held.with({ type: 'HoldEnded' }, MOMENT)],
    ['another representative', held.with({ type: 'RepresentativeChanged', kind: null }, MOMENT)],
    ['a decision that it may be reported', held.with({ type: 'ReportingAllowed' }, MOMENT)],
    ['a threat', held.withThreat(MOMENT)],
  ])('%s', (_name, history) => {
    expect(history.state).toMatchObject(stale)
  })

  test('not after anything else, and not when it was never held', () => {
    expect(held.withObjection(MOMENT).withDispute('H-2026-03', MOMENT).state.held).toEqual({
      ...stale.held,
      stale: false,
    })
    expect(anArrearsCase().withContactAttempt(MOMENT).state.held).toBeNull()
  })
})
