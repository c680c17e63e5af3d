import { describe, expect, test } from 'vitest'
import type { CaseEvent, EventType } from '../../shared/domain/event.ts'
import { evolve } from '../../shared/domain/evolve.ts'
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
const letter = letterSent('demand', '2026-04-25', { reservation: 'C-1-9' })
const kept = { ...letter, on: '2026-04-25' }
const terms = [{ date: '2026-05-01', amountCents: 50_000 }]
const MARCH = numberOf('H-2026-03')
const opened = {
  ...{ client: 'X', on: '2026-04-25', claims: [], mapping: MAPPING },
  ...{ naturalPerson: false, dwelling: false, gemeentecode: null },
}

const reported = aReportedCase()
const queued = aCaseReadyToReport().withSignalQueued('2026-04-20').withSignalReserved('2026-04-20T09:10')
const held = aCaseReadyToReport().withSignalHeld(['G7'], '2026-04-20')
const suspended = reported.withHelpAccepted('2026-04-24', '2026-04-24').withSuspension('2026-05-24', '2026-04-24')
const arranged = reported.withArrangement(terms, '2026-04-24')
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

const NEXT_FILE = { file: 'mei.xlsx', row: 2, threatened: false, answered: false }
const NOTHING_BEFORE = { signal: null, withdrawn: false, redelivery: false }
const writtenNext: CaseEvent = {
  type: 'SignalWritten',
  ...writtenRow('mei.xlsx'),
  months: 2,
  amountCents: 200_000,
  claims: [],
}
const receipt = { on: '2026-04-24', document: 'receipts/april.xlsx.json', sha256: 'a' }
/** The files of a case, with what became of one of them. */
const files = ({ state }: CaseBuilder, file: string, now: Partial<PortalFile> & Pick<PortalFile, 'kind'>) => ({
  files: new Map([...state.files, [file, { deliveredAt: null, receipts: [], ...state.files.get(file), ...now }]]),
})
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
    { type: 'ActClaimed', act: 'reminder', claims: [1] },
    { reservation: { id: '2', act: 'reminder', at: at(MOMENT), claims: [1] } },
  ],
  [
    'ActReleased',
    'the reservation',
    anArrearsCase().withReservation('reminder', MOMENT),
    { type: 'ActReleased', reservation: '2', reason: 'not-sent' },
    { reservation: null },
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
    { letters: { reminder: kept }, reservation: null },
  ],
  [
    'DemandSent',
    'the letter, and the reservation',
    anArrearsCase().withReservation('demand', MOMENT),
    { type: 'DemandSent', ...letter },
    { letters: { demand: kept }, reservation: null },
  ],
  [
    'NoticeSent',
    'the letter, and the reservation',
    anArrearsCase().withReservation('notice', MOMENT),
    { type: 'NoticeSent', ...letter },
    { letters: { notice: kept }, reservation: null },
  ],
  [
    'NoticeSent',
    'and the data that it said would be shared (R2)',
    anArrearsCase(),
    { type: 'NoticeSent', ...letter, shared: ['E-Mailadres'] },
    { letters: { notice: { ...kept, shared: ['E-Mailadres'] } } },
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
    { emailBounced: true, toPost: 'demand' },
  ],
  [
    'LetterPosted',
    'the letter, the reservation and the queue',
    anArrearsCase().withBounce('demand', MOMENT).withReservation('post-demand', MOMENT),
    { type: 'LetterPosted', act: 'demand', ...letter },
    { letters: { demand: kept }, reservation: null, toPost: null },
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
    { contactAttempts: 2 },
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
    { objection: false, offerAccepted: true },
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
    { arrangement: { terms, owedCents: new Map([[numberOf('H-2026-03'), 99_999]]) }, queued: false, reports: ARRANGED },
  ],
  [
    'ArrangementAgreed',
    'only what it was made for',
    anArrearsCase({ claims: [claim('S', '2026-04-25', 5_000), claim('T', '2026-04-26', 5_000)] }),
    { type: 'ArrangementAgreed', terms, claims: [numberOf('S')] },
    { arrangement: { terms, owedCents: new Map([[numberOf('S'), 5_000]]) }, reports: ARRANGED },
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
    { held: { reasons: ['G5'], on: '2026-04-25', stale: false }, queued: false, signalReservation: null },
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
    'WithdrawalWritten',
    'in which file: it is not written again',
    reported,
    { type: 'WithdrawalWritten', ...writtenRow('x.csv') },
    { ...files(reported, 'x.csv', { kind: 'withdrawal' }), withdrawn: true },
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
    { type: 'AnswerReceived', code: 'moved-away', on: '2026-04-24' },
    {},
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
    { suspension: null, resumedAt: at(MOMENT) },
  ],
  [
    'SuspensionEnded',
    'before it began',
    reported.withHelpAccepted('2026-03-20', '2026-04-24'),
    { type: 'SuspensionEnded', reason: 'period-over' },
    { accepted: null, resumedAt: at(MOMENT) },
  ],
  ['HandedOver', 'handed over', reported, { type: 'HandedOver', claims: [] }, { handedOver: true }],
  [
    'AgencyInformed',
    'of the case',
    reported.withReservation('agency-handover', MOMENT),
    { type: 'AgencyInformed', message: 'handover', ...sent() },
    { reservation: null, agency: { knows: true, paused: false, stopped: false, claims: [] } },
  ],
  [
    'AgencyInformed',
    'to pause',
    aCaseAtTheAgency().withReservation('agency-pause', MOMENT),
    { type: 'AgencyInformed', message: 'pause', ...sent() },
    { reservation: null, agency: { knows: true, paused: true, stopped: false, claims: [MARCH] } },
  ],
  [
    'AgencyInformed',
    'to resume',
    aCaseAtTheAgency().withAgencyInformed('pause', MOMENT),
    { type: 'AgencyInformed', message: 'resume', ...sent() },
    { agency: { knows: true, paused: false, stopped: false, claims: [MARCH] } },
  ],
  [
    'AgencyInformed',
    'to stop',
    aCaseAtTheAgency().withAgencyInformed('pause', MOMENT),
    { type: 'AgencyInformed', message: 'stop', ...sent() },
    { agency: { knows: true, paused: true, stopped: true, claims: [MARCH] } },
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
    { ...OVER, ended: { how: 'paid', on: '2026-04-24', by: 'staff' } },
  ],
  [
    'CasePaid',
    'help accepted, and not suspended yet',
    reported.withHelpAccepted('2026-04-24', MOMENT),
    { type: 'CasePaid', on: '2026-04-24', knownFrom: 'erp' },
    { accepted: null, ended: { how: 'paid', on: '2026-04-24', by: 'erp' } },
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

describe('what an event changes', () => {
  test.each(CHANGES)('%s: %s', (_type, _name, before, event, change) => {
    const last = before.with(event, MOMENT)
    const { seq, hash, lastAt } = last.state
    const letters = 'letters' in change ? { ...before.state.letters, ...change.letters } : before.state.letters
    expect(last.state).toEqual({ ...before.state, ...change, letters, seq, hash, lastAt })
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
      beforeBook: null,
      bookedOn: null,
      causes: new Set(),
      reports: NO_REPORTS,
      letters: {},
      toPost: null,
      undeliverable: false,
      offerAccepted: false,
      emailBounced: false,
      reservation: null,
      resumedAt: at('2026-03-02T06:00'),
      contactTaskDue: null,
      contactAttempts: 0,
      objection: false,
      arrangement: null,
      threatenedAt: null,
      held: null,
      queued: false,
      signalReservation: null,
      signal: null,
      withdrawn: false,
      files: new Map(),
      rejected: null,
      redelivery: false,
      accepted: null,
      suspension: null,
      suspendedBefore: false,
      ...{ hold: null, representative: null, handOverDecidedAt: null },
      handedOver: false,
      agency: { knows: false, paused: false, stopped: false, claims: [] },
      ended: null,
      purged: false,
      waiting: null,
    })
  })
})

test('a case opens with what staff booked in the case before it, on the oldest claim first', () => {
  const claims = [rent('2026-03'), rent('2026-02', 40_000)]
  const { state } = anArrearsCase({ claims, bookedCents: 50_000 })
  expect(state.claims.map((claim) => claim.staffPaidCents)).toEqual([10_000, 40_000])
  expect(state.bookedOn).toBe('2026-03-02')
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
