import { describe, expect, test } from 'vitest'
import { arrearsOn } from '../../shared/domain/claims.ts'
import type { Command } from '../../shared/domain/command.ts'
import { decide } from '../../shared/domain/decide.ts'
import { followUp } from '../../shared/domain/follow-up.ts'
import type { ClientConditions } from '../../shared/domain/policy.ts'
import type { CaseState } from '../../shared/domain/state.ts'
import {
  aCaseAtTheAgency,
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  at,
  type CaseBuilder,
  CLIENT,
  claim,
  FACTS,
  letterSent,
  MAPPING,
  numberOf,
  POLICY,
  rent,
  sent,
  writtenRow,
} from '../support/case-builder.ts'

const asked = (history: CaseBuilder, command: Command, when: string, client: Partial<ClientConditions> = {}) =>
  decide(command, history.state, POLICY, { ...CLIENT, ...client }, at(when))
const refused = (reason: string) => ({ refused: reason })

const MARCH = numberOf('H-2026-03')
const paid = aReportedCase().withPaid('2026-04-22')
const queued = aCaseReadyToReport().withSignalQueued('2026-04-20')
const atAgency = aCaseAtTheAgency()
const terms = [{ date: '2026-05-01', amountCents: 50_000 }]
const failing = { ...FACTS, objection: true, fieldProblems: ['Postcode'] }

describe('the book of the ERP', () => {
  const book = (claims: readonly ReturnType<typeof rent>[], on: string, change: Partial<CaseState> = {}): Command => ({
    type: 'take-book',
    on,
    claims,
    mapping: MAPPING,
    naturalPerson: true,
    dwelling: true,
    gemeentecode: '0363',
    ...change,
  })
  const march = [rent('2026-03')]
  /** What follows by itself once the case took a book. */
  const takes = (history: CaseBuilder, command: Command, when: string) => {
    const decision = asked(history, command, when)
    if (!('event' in decision)) throw new Error(`refused: ${decision.refused}`)
    return followUp(history.with(decision.event, when).state, POLICY, null, at(when))
  }

  test('C3 a second month changes the arrears', () => {
    const claims = [...march, rent('2026-04')]
    expect(asked(anArrearsCase(), book(claims, '2026-04-02'), '2026-04-02')).toEqual({
      event: { type: 'ArrearsChanged', on: '2026-04-02', claims, mapping: MAPPING },
    })
  })

  test.each([
    ['nothing open', []],
    ['as much credit as rent', [...march, claim('C', '2026-03-05', -100_000)]],
    ['only rent that is not due yet', [rent('2026-04')]],
  ])('K1 %s: paid', (_name, claims) => {
    expect(takes(anArrearsCase(), book(claims, '2026-03-09'), '2026-03-09')).toEqual({
      type: 'CasePaid',
      on: '2026-03-09',
      knownFrom: 'erp',
    })
  })

  test('C3 C10 only rent that fell due since the last book, and none of what was owed: the same case, of another claim', () => {
    const claims = [rent('2026-04')]
    expect(asked(anArrearsCase(), book(claims, '2026-04-02'), '2026-04-02')).toEqual({
      event: { type: 'ArrearsChanged', on: '2026-04-02', claims, mapping: MAPPING },
    })
    expect(takes(anArrearsCase(), book(claims, '2026-04-02'), '2026-04-02')).toBeNull()
  })

  test('another claim that was due before the last book goes on in the same case', () => {
    const claims = [claim('S', '2026-02-15', 5_000), rent('2026-04')]
    expect(asked(anArrearsCase(), book(claims, '2026-04-02'), '2026-04-02')).toEqual({
      event: { type: 'ArrearsChanged', on: '2026-04-02', claims, mapping: MAPPING },
    })
  })

  test('a claim that was due on the day of the last book goes on in the same case', () => {
    const claims = [claim('S', '2026-03-02', 5_000)]
    expect(asked(anArrearsCase(), book(claims, '2026-03-09'), '2026-03-09')).toEqual({
      event: { type: 'ArrearsChanged', on: '2026-03-09', claims, mapping: MAPPING },
    })
  })

  test('a claim that the book moved to a later date goes on in the same case', () => {
    const claims = [{ ...rent('2026-03'), dueOn: '2026-03-15' }]
    expect(asked(anArrearsCase(), book(claims, '2026-03-16'), '2026-03-16')).toEqual({
      event: { type: 'ArrearsChanged', on: '2026-03-16', claims, mapping: MAPPING },
    })
  })

  test.each([
    ['is still listed, with nothing open', anArrearsCase(), [rent('2026-03', 0), rent('2026-04')]],
    ['is listed as a credit', anArrearsCase(), [rent('2026-03', -5_000), rent('2026-04')]],
    [
      'is gone, and what was paid ahead was debited back',
      anArrearsCase({ claims: [...march, rent('2026-04', 0)] }),
      [rent('2026-04')],
    ],
  ])('C3 C10 what was owed %s, and rent fell due since: the same case goes on', (_name, history, claims) => {
    expect(asked(history, book(claims, '2026-04-02'), '2026-04-02')).toEqual({
      event: { type: 'ArrearsChanged', on: '2026-04-02', claims, mapping: MAPPING },
    })
    expect(takes(history, book(claims, '2026-04-02'), '2026-04-02')).toBeNull()
  })

  test('a payment that staff booked and the book does not show is not forgotten', () => {
    const history = anArrearsCase().withPaymentBooked(40_000, '2026-03-04')
    expect(asked(history, book(march, '2026-03-09'), '2026-03-09')).toEqual(refused('nothing-new'))
  })

  test('a payment that staff booked and no book shows is believed for 14 days', () => {
    const history = anArrearsCase().withPaymentBooked(40_000, '2026-03-04')
    expect(asked(history, book(march, '2026-03-18'), '2026-03-18')).toEqual(refused('nothing-new'))
    expect(asked(history, book(march, '2026-03-19'), '2026-03-19')).toEqual({
      event: { type: 'ArrearsChanged', on: '2026-03-19', claims: march, mapping: MAPPING },
    })
    const again = history.withBook(march, '2026-03-19')
    expect(arrearsOn(again.state, '2026-03-19').cents).toBe(100_000)
    expect(asked(again, book(march, '2026-03-23'), '2026-03-23')).toEqual(refused('nothing-new'))
  })

  test('a book that changes something else within those days leaves what staff booked', () => {
    const history = anArrearsCase().withPaymentBooked(40_000, '2026-03-04')
    const claims = [...march, claim('S', '2026-03-10', 5_000)]
    expect(arrearsOn(history.withBook(claims, '2026-03-18').state, '2026-03-18').cents).toBe(65_000)
    expect(arrearsOn(history.withBook(claims, '2026-03-19').state, '2026-03-19').cents).toBe(105_000)
  })

  test('the same book says nothing new', () => {
    expect(asked(anArrearsCase(), book(march, '2026-03-09'), '2026-03-09')).toEqual(refused('nothing-new'))
  })

  test('an older book is not believed, a book of the same day is', () => {
    const claims = [rent('2026-03', 1)]
    expect(asked(anArrearsCase(), book(claims, '2026-03-01'), '2026-03-09')).toEqual(refused('nothing-new'))
    expect(asked(anArrearsCase(), book([], '2026-03-01'), '2026-03-09')).toEqual(refused('nothing-new'))
    expect(asked(anArrearsCase(), book(claims, '2026-03-02'), '2026-03-09')).toEqual({
      event: { type: 'ArrearsChanged', on: '2026-03-02', claims, mapping: MAPPING },
    })
  })

  test('U2 the same book is news once a month has fallen due that it still shows as open', () => {
    const history = anArrearsCase({ claims: [...march, rent('2026-04')] })
    const again = (on: string) => asked(history, book([...march, rent('2026-04')], on), on)
    expect(again('2026-04-01')).toEqual(refused('nothing-new'))
    expect(again('2026-04-02')).toMatchObject({ event: { type: 'ArrearsChanged', on: '2026-04-02' } })
    const known = history.withBook([...march, rent('2026-04')], '2026-04-02')
    expect(asked(known, book([...march, rent('2026-04')], '2026-04-03'), '2026-04-03')).toEqual(refused('nothing-new'))
  })

  test('C8 the same book is news once the date of a term has passed: only a later book can show that it was missed', () => {
    const history = anArrearsCase().withArrangement([{ date: '2026-03-20', amountCents: 100_000 }], '2026-03-10')
    expect(asked(history, book(march, '2026-03-20'), '2026-03-20')).toEqual(refused('nothing-new'))
    expect(asked(history, book(march, '2026-03-21'), '2026-03-21')).toEqual({
      event: { type: 'ArrearsChanged', on: '2026-03-21', claims: march, mapping: MAPPING },
    })
  })

  test('a month that was due on the day of the book counts as fallen due after it', () => {
    const history = anArrearsCase({ on: '2026-03-01' })
    expect(asked(history, book(march, '2026-03-02'), '2026-03-02')).toMatchObject({ event: { on: '2026-03-02' } })
  })

  test.each([
    ['C9 the kind of renter', { naturalPerson: false }],
    ['C9 the kind of unit', { dwelling: false }],
    ['R5 the municipality', { gemeentecode: '0599' }],
    ['R5 a municipality that is no longer known', { gemeentecode: null }],
  ])('%s is corrected before the amounts', (_name, change) => {
    const facts = { naturalPerson: true, dwelling: true, gemeentecode: '0363', ...change }
    expect(asked(anArrearsCase(), book([rent('2026-03', 1)], '2026-03-09', change), '2026-03-09')).toEqual({
      event: { type: 'CaseFactsCorrected', ...facts },
    })
  })

  test('K1 no longer in the book: paid', () => {
    expect(asked(anArrearsCase(), { type: 'left-book', on: '2026-03-09' }, '2026-03-09')).toEqual({
      event: { type: 'CasePaid', on: '2026-03-09', knownFrom: 'erp' },
    })
    expect(asked(anArrearsCase(), { type: 'left-book', on: '2026-03-02' }, '2026-03-09')).toMatchObject({
      event: { type: 'CasePaid', on: '2026-03-02' },
    })
  })

  test('invariant 7: a book from before the case closes nothing', () => {
    expect(asked(anArrearsCase(), { type: 'left-book', on: '2026-03-01' }, '2026-03-09')).toEqual(
      refused('nothing-new'),
    )
  })
})

describe('what people, municipalities and portals report', () => {
  const call: Command = { type: 'contact-attempt', kind: 'Telefoon', reached: true, on: '2026-03-19' }
  const objection: Command = { type: 'objection', channel: 'link' }
  const withdrawn: Command = { type: 'objection-withdrawn', channel: 'link' }
  const arrangement: Command = { type: 'arrangement', terms }
  const threat: Command = { type: 'threat', kind: 'ontruiming' }
  const accepted = (on: string): Command => ({ type: 'answer', code: 'accepted', on })
  const rejection: Command = { type: 'portal-rejection', reason: 'duplicate' }
  const arranged = anArrearsCase().withArrangement(terms, '2026-03-10')
  const disputed = anArrearsCase().withDispute('H-2026-03', '2026-03-10')
  const dispute = (invoice: string): Command => ({ type: 'dispute', claim: numberOf(invoice) })
  const resolved = (invoice: string): Command => ({ type: 'dispute-resolved', claim: numberOf(invoice) })

  test.each<[string, CaseBuilder, Command, object]>([
    ['a payment', anArrearsCase(), { type: 'payment', amountCents: 5 }, { type: 'PaymentBooked', amountCents: 5 }],
    [
      'all is paid',
      anArrearsCase(),
      { type: 'payment', amountCents: 'all' },
      { type: 'PaymentBooked', amountCents: 'all' },
    ],
    ['C6 an attempt to reach the renter', anArrearsCase(), call, { ...call, type: 'ContactAttempted' }],
    [
      'C6 an attempt of today',
      anArrearsCase(),
      { ...call, on: '2026-04-24' },
      { ...call, type: 'ContactAttempted', on: '2026-04-24' },
    ],
    ['C7 an objection', anArrearsCase(), objection, { type: 'ObjectionLodged', channel: 'link' }],
    ['C7 an objection after payment', paid, objection, { type: 'ObjectionLodged', channel: 'link' }],
    [
      'C7 an objection is withdrawn',
      anArrearsCase().withObjection('2026-03-10'),
      withdrawn,
      { type: 'ObjectionWithdrawn', channel: 'link' },
    ],
    [
      'C7 an objection is withdrawn after payment',
      paid.withObjection('2026-04-23'),
      withdrawn,
      { type: 'ObjectionWithdrawn', channel: 'link' },
    ],
    ['C4 a dispute', anArrearsCase(), dispute('H-2026-03'), { type: 'ItemDisputed', claim: numberOf('H-2026-03') }],
    [
      'C4 a dispute is resolved',
      disputed,
      resolved('H-2026-03'),
      { type: 'DisputeResolved', claim: numberOf('H-2026-03') },
    ],
    ['C8 an arrangement', anArrearsCase(), arrangement, { type: 'ArrangementAgreed', terms, claims: [MARCH] }],
    [
      'C8 a broken arrangement',
      arranged,
      { type: 'arrangement-broken' },
      { type: 'ArrangementBroken', reason: 'reported' },
    ],
    ['S1 a threat', anArrearsCase(), threat, { type: 'ThreatDeclared', kind: 'ontruiming' }],
    [
      'F2 help accepted today',
      aReportedCase(),
      accepted('2026-04-24'),
      { type: 'AnswerReceived', code: 'accepted', on: '2026-04-24' },
    ],
    [
      'F2 any other code, of any date',
      aReportedCase(),
      { type: 'answer', code: 'repeated', on: '2026-04-30' },
      { type: 'AnswerReceived', code: 'repeated', on: '2026-04-30' },
    ],
    ['S5 a rejection', aReportedCase(), rejection, { type: 'SignalRejected', reason: 'duplicate' }],
    [
      'S5 what the portal rejected is to be sent once more',
      aReportedCase().withSignalRejected('2026-04-22'),
      { type: 'redeliver' },
      { type: 'RedeliveryAsked' },
    ],
    [
      'C5 the e-mail address was corrected',
      anArrearsCase(),
      { type: 'renter-data', email: true },
      { type: 'RenterDataChanged', email: true },
    ],
    [
      'C5 another detail of the renter was corrected',
      anArrearsCase(),
      { type: 'renter-data', email: false },
      { type: 'RenterDataChanged', email: false },
    ],
  ])('%s', (_name, history, command, event) => {
    expect(asked(history, command, '2026-04-24')).toEqual({ event })
  })

  test.each<[string, CaseBuilder, Command, string]>([
    ['C6 an attempt that lies in the future', anArrearsCase(), { ...call, on: '2026-04-25' }, 'date-in-future'],
    ['C4 a dispute about an unknown invoice', anArrearsCase(), dispute('X'), 'no-such-invoice'],
    ['C4 an unknown invoice resolved', anArrearsCase(), resolved('X'), 'no-such-invoice'],
    ['S1 a second threat', anArrearsCase().withThreat('2026-03-10'), threat, 'nothing-new'],
    ['F2 help accepted in the future', aReportedCase(), accepted('2026-04-25'), 'date-in-future'],
    ['F2 E1 help accepted more than 30 days ago', aReportedCase(), accepted('2026-03-24'), 'acceptance-old'],
    [
      'F2 E1 help accepted before the case',
      anArrearsCase({ on: '2026-04-20' }),
      accepted('2026-04-19'),
      'acceptance-before-case',
    ],
    ['C6 E1 an attempt from before the case', anArrearsCase(), { ...call, on: '2026-03-01' }, 'attempt-before-case'],
    ['S5 a rejection of what was not delivered', queued, rejection, 'no-signal'],
    ['S5 a second rejection', aReportedCase().withSignalRejected('2026-04-22'), rejection, 'no-signal'],
    [
      'S5 a second rejection of a repeat, which leaves the first signal at the portal,',
      aReportedCase().withSignalDelivered('2026-04-22', 'mei.xlsx').withSignalRejected('2026-04-22'),
      rejection,
      'no-signal',
    ],
  ])('%s is refused', (_name, history, command, reason) => {
    expect(asked(history, command, '2026-04-24')).toEqual(refused(reason))
  })
})

describe('C5 a bounce', () => {
  const reminded = anArrearsCase().withReminderSent('2026-03-05')
  const demanded = reminded.withDemandSent('2026-03-16')
  test.each([
    ['a reminder', reminded, 'reminder'],
    ['a demand', demanded, 'demand'],
    ['a notice', demanded.withNoticeSent('2026-04-07'), 'notice'],
  ])('is of the last letter: %s', (_name, history, act) => {
    expect(asked(history, { type: 'bounce' }, '2026-04-08')).toMatchObject({ event: { type: 'LetterBounced', act } })
  })

  test.each([
    ['no letter', anArrearsCase()],
    ['a letter that was posted', reminded.withDemandSent('2026-03-16', { channel: 'post' })],
    [
      'a letter that was posted after it bounced',
      reminded.withBounce('reminder', '2026-03-05').withLetterPosted('reminder', '2026-03-05'),
    ],
  ])('of %s is refused', (_name, history) => {
    expect(asked(history, { type: 'bounce' }, '2026-04-08')).toEqual(refused('no-letter'))
  })

  test('that is reported twice is no news, until the next letter bounces', () => {
    const bounced = reminded.withBounce('reminder', '2026-03-05')
    expect(asked(bounced, { type: 'bounce' }, '2026-03-06')).toEqual(refused('nothing-new'))
    expect(asked(bounced.withDemandSent('2026-03-16'), { type: 'bounce' }, '2026-03-16')).toEqual({
      event: { type: 'LetterBounced', act: 'demand', reservation: 'C-1-3' },
    })
  })
})

describe('what SES reports of a mail', () => {
  const report = { type: 'LetterDelayed', reservation: 'C-1-2', reason: 'General' } as const
  const command = { type: 'mail-report', report } as const
  const reminded = anArrearsCase().withReminderSent('2026-03-05')

  test.each([
    ['a case under way', reminded],
    ['one that has ended', reminded.withPaid('2026-03-05')],
  ])('is written down of %s', (_name, history) => {
    expect(asked(history, command, '2026-03-06')).toEqual({ event: report })
  })

  test('waits while an act is reserved, which it would seem to overtake', () => {
    expect(asked(reminded.withReservation('demand', '2026-03-16'), command, '2026-03-16')).toEqual(refused('elsewhere'))
  })
})

describe('invariant 3: an act is reserved, then confirmed or released', () => {
  const reserveAct: Command = { type: 'reserve-act', act: 'reminder' }
  const reserved = anArrearsCase().withReservation('reminder', '2026-03-05')

  test('an act that is due can be reserved, from nine on its day', () => {
    expect(asked(anArrearsCase(), reserveAct, '2026-03-05T09:00')).toEqual({
      event: { type: 'ActClaimed', act: 'reminder', claims: [MARCH] },
    })
    expect(asked(anArrearsCase(), reserveAct, '2026-03-05T08:59')).toEqual(refused('elsewhere'))
  })

  test.each([
    ['an act that is reserved', reserved, '2026-03-05T09:20'],
    ['an act that was done', anArrearsCase().withReminderSent('2026-03-05'), '2026-03-31'],
    ['an act during a suspension', anArrearsCase().withSuspension('2026-04-01', '2026-03-03'), '2026-03-05'],
    ['an act under an arrangement', anArrearsCase().withArrangement(terms, '2026-03-03'), '2026-03-05'],
    ['an act on disputed rent', anArrearsCase().withDispute('H-2026-03', '2026-03-03'), '2026-03-05'],
    ['an act in a weekend', anArrearsCase({ on: '2026-03-07' }), '2026-03-07T10:00'],
  ])('%s is refused', (_name, history, when) => {
    expect(asked(history, reserveAct, when)).toEqual(refused('elsewhere'))
  })

  test('C2 an act is not skipped: the demand waits for the reminder', () => {
    expect(asked(anArrearsCase(), { type: 'reserve-act', act: 'demand' }, '2026-03-20')).toEqual(refused('elsewhere'))
  })

  test('invariant 2: no act after payment', () => {
    expect(asked(anArrearsCase().withPaid('2026-03-04'), reserveAct, '2026-03-05')).toEqual(refused('case-ended'))
  })

  test.each([
    ['reminder', 'ReminderSent'],
    ['demand', 'DemandSent'],
    ['notice', 'NoticeSent'],
  ] as const)('a %s that left is confirmed', (act, type) => {
    const letter = letterSent(act, '2026-03-05', { claims: [MARCH] })
    const history = anArrearsCase().withReservation(act, '2026-03-05')
    expect(asked(history, { type: 'confirm-act', act, sent: letter }, '2026-03-05')).toEqual({
      event: { type, ...letter },
    })
  })

  const confirm: Command = { type: 'confirm-act', act: 'reminder', sent: letterSent('reminder', '2026-03-05') }

  test('a letter that left is confirmed even when the renter paid meanwhile', () => {
    expect(asked(reserved.withPaid('2026-03-05'), confirm, '2026-03-05T09:16')).toMatchObject({
      event: { type: 'ReminderSent' },
    })
  })

  test.each([
    ['nothing is reserved', anArrearsCase()],
    ['another act is reserved', anArrearsCase().withReservation('demand', '2026-03-05')],
    ['its posting is reserved', anArrearsCase().withReservation('post-reminder', '2026-03-05')],
    ['it was confirmed', reserved.withReminderSent('2026-03-05')],
  ])('a letter is not confirmed when %s', (_name, history) => {
    expect(asked(history, confirm, '2026-03-05')).toEqual(refused('elsewhere'))
  })

  test('a reservation is released, and can be made again', () => {
    const release: Command = { type: 'release-reservation', reason: 'not-sent' }
    expect(asked(reserved, release, '2026-03-05T09:20')).toEqual({
      event: { type: 'ActReleased', reservation: '2', reason: 'not-sent' },
    })
    expect(asked(reserved.withPaid('2026-03-05'), { ...release, reason: 'overtaken' }, '2026-03-05')).toEqual({
      event: { type: 'ActReleased', reservation: '2', reason: 'overtaken' },
    })
    const released = reserved.with({ type: 'ActReleased', reservation: '2', reason: 'not-sent' }, '2026-03-05T09:20')
    expect(asked(released, release, '2026-03-05T09:21')).toEqual(refused('elsewhere'))
    expect(asked(released, reserveAct, '2026-03-05T09:21')).toEqual({
      event: { type: 'ActClaimed', act: 'reminder', claims: [MARCH] },
    })
  })
})

describe('C5 posting a letter that bounced', () => {
  const bounced = anArrearsCase().withReminderSent('2026-03-05').withBounce('reminder', '2026-03-05T10:00')
  const posting: Command = { type: 'reserve-posting' }
  const letter = letterSent('reminder', '2026-03-05', { channel: 'post' })
  const confirm: Command = { type: 'confirm-posting', act: 'reminder', sent: letter }

  test('is reserved at once', () => {
    expect(asked(bounced, posting, '2026-03-05T10:00')).toEqual({
      event: { type: 'ActClaimed', act: 'post-reminder', claims: [MARCH] },
    })
  })

  test.each([
    ['nothing bounced', anArrearsCase().withReminderSent('2026-03-05'), 'elsewhere'],
    ['it is reserved', bounced.withReservation('post-reminder', '2026-03-05T10:01'), 'elsewhere'],
    ['the case is suspended', bounced.withSuspension('2026-04-01', '2026-03-05T10:01'), 'elsewhere'],
    ['the renter paid', bounced.withPaid('2026-03-05T10:01'), 'case-ended'],
  ])('is not reserved when %s', (_name, history, reason) => {
    expect(asked(history, posting, '2026-03-05T11:00')).toEqual(refused(reason))
  })

  test('is confirmed, also when the renter paid meanwhile', () => {
    const reserved = bounced.withReservation('post-reminder', '2026-03-05T10:01')
    const event = { type: 'LetterPosted', act: 'reminder', ...letter, claims: [MARCH] }
    expect(asked(reserved, confirm, '2026-03-05T10:02')).toEqual({ event })
    expect(asked(reserved.withPaid('2026-03-05T10:02'), confirm, '2026-03-05T10:03')).toEqual({ event })
  })

  test('is not confirmed without its reservation', () => {
    expect(asked(bounced, confirm, '2026-03-05T10:02')).toEqual(refused('elsewhere'))
    expect(asked(bounced.withReservation('reminder', '2026-03-05T10:01'), confirm, '2026-03-05T10:02')).toEqual(
      refused('elsewhere'),
    )
  })
})

describe('F3 U1 K1 the collection agency', () => {
  const message: Command = { type: 'reserve-message' }
  const suspended = atAgency.withSuspension('2026-06-20', '2026-05-21')
  const handedOver = aReportedCase().withHandOver('2026-05-19')

  test('the case is handed over when it is due, then the message is reserved', () => {
    expect(asked(aReportedCase(), message, '2026-05-19')).toEqual({ event: { type: 'HandedOver', claims: [MARCH] } })
    expect(asked(handedOver, message, '2026-05-19')).toEqual({
      event: { type: 'ActClaimed', act: 'agency-handover', claims: [MARCH] },
    })
  })

  test.each([
    ['pause', suspended],
    ['resume', suspended.withAgencyInformed('pause', '2026-05-21T09:01').withSuspensionEnded('2026-06-20T12:00')],
    ['stop', atAgency.withPaid('2026-05-22')],
  ])('%s is reserved at once', (name, history) => {
    expect(asked(history, message, '2026-06-20T12:00')).toEqual({
      event: { type: 'ActClaimed', act: `agency-${name}`, claims: [MARCH] },
    })
  })

  test.each([
    ['the four weeks are not over', aReportedCase(), '2026-05-18', {}],
    ['the client has no agency', aReportedCase(), '2026-05-19', { hasCollectionAgency: false }],
    ['there is nothing to tell', atAgency, '2026-05-22', {}],
    ['it is reserved', handedOver.withReservation('agency-handover', '2026-05-19'), '2026-05-19T09:20', {}],
    ['another act is reserved', aReportedCase().withReservation('post-notice', '2026-05-18'), '2026-05-19', {}],
  ])('nothing is reserved when %s', (_name, history, when, client) => {
    expect(asked(history, message, when, client)).toEqual(refused('elsewhere'))
  })

  test('a message that left is confirmed, also after payment', () => {
    const confirm: Command = { type: 'confirm-message', message: 'pause', sent: sent() }
    const event = { type: 'AgencyInformed', message: 'pause', ...sent({ claims: [MARCH] }) }
    const reserved = suspended.withReservation('agency-pause', '2026-05-21T09:01')
    expect(asked(reserved, confirm, '2026-05-21T09:02')).toEqual({ event })
    expect(asked(reserved.withPaid('2026-05-21T09:02'), confirm, '2026-05-21T09:03')).toEqual({ event })
    expect(asked(suspended, confirm, '2026-05-21T09:02')).toEqual(refused('elsewhere'))
    expect(asked(suspended.withReservation('agency-resume', '2026-05-21'), confirm, '2026-05-21')).toEqual(
      refused('elsewhere'),
    )
  })
})

describe('the signal', () => {
  const testSignal = (facts = FACTS): Command => ({ type: 'test-signal', facts })
  const reserveSignal = (facts = FACTS, file = 'april.xlsx'): Command => ({ type: 'reserve-signal', facts, file })
  const dropSignal = (facts = FACTS): Command => ({ type: 'drop-signal', facts })
  const write = (file = 'april.xlsx'): Command => ({
    type: 'write-signal',
    row: writtenRow(file),
    months: 1,
    amountCents: 100_000,
    claims: [MARCH],
  })
  const reserved = queued.withSignalReserved('2026-04-20T09:10')
  const heldFor = (reasons: readonly string[]) => ({ event: { type: 'SignalHeld', reasons } })

  test('S1 is tested on the day of the round: queued, or held with every reason', () => {
    expect(asked(aCaseReadyToReport(), testSignal(), '2026-04-20')).toEqual({ event: { type: 'SignalQueued' } })
    expect(asked(aCaseReadyToReport(), testSignal(failing), '2026-04-20')).toEqual(heldFor(['G5', 'G8']))
  })

  test.each([
    ['before the round', aCaseReadyToReport(), '2026-04-20T08:59'],
    ['when it is queued', queued, '2026-04-20'],
    ['when it was held this round', aCaseReadyToReport().withSignalHeld(['G8'], '2026-04-20'), '2026-04-20T10:00'],
    ['during a suspension', aCaseReadyToReport().withSuspension('2026-05-10', '2026-04-10'), '2026-04-20'],
    ['when it was delivered', aReportedCase(), '2026-05-20'],
  ])('is not tested %s', (_name, history, when) => {
    expect(asked(history, testSignal(), when, { handOver: 'never' })).toEqual(refused('elsewhere'))
  })

  test('invariant 1: is tested again when it is reserved for a file', () => {
    expect(asked(queued, reserveSignal(), '2026-04-20T09:10')).toEqual({
      event: { type: 'SignalClaimed', file: 'april.xlsx' },
    })
    expect(asked(queued, reserveSignal(failing), '2026-04-20T09:10')).toEqual(heldFor(['G5', 'G8']))
    expect(asked(queued.withPaymentBooked('all', '2026-04-20T09:05'), reserveSignal(), '2026-04-20T09:10')).toEqual(
      heldFor(['G1', 'G2']),
    )
  })

  test.each([
    ['is not queued', aCaseReadyToReport()],
    ['belongs to a renter who objects', queued.withObjection('2026-04-20T09:05')],
    ['was delivered', aReportedCase()],
  ])('is not reserved for a file when it %s', (_name, history) => {
    expect(asked(history, reserveSignal(), '2026-04-20T09:10')).toEqual(refused('elsewhere'))
  })

  test('invariant 2: is not reserved after payment', () => {
    expect(asked(queued.withPaid('2026-04-20T09:05'), reserveSignal(), '2026-04-20T09:10')).toEqual(
      refused('case-ended'),
    )
  })

  test('invariant 3: of two rounds at once only one has it; a round that broke off does not keep it', () => {
    const other = reserveSignal(FACTS, 'dreiging.xlsx')
    expect(asked(reserved, other, '2026-04-20T11:09')).toEqual(refused('elsewhere'))
    expect(asked(reserved, other, '2026-04-20T11:10')).toEqual({
      event: { type: 'SignalClaimed', file: 'dreiging.xlsx' },
    })
    expect(asked(reserved, reserveSignal(), '2026-04-20T09:11')).toEqual({
      event: { type: 'SignalClaimed', file: 'april.xlsx' },
    })
  })

  test('is taken out of the file when it no longer passes', () => {
    expect(asked(reserved, dropSignal(failing), '2026-04-20T09:11')).toEqual(heldFor(['G5', 'G8']))
    expect(asked(reserved, dropSignal(), '2026-04-20T09:11')).toEqual(refused('nothing-new'))
    expect(asked(aCaseReadyToReport(), dropSignal(failing), '2026-04-20')).toEqual(refused('nothing-new'))
    expect(asked(reserved.withPaid('2026-04-20T09:11'), dropSignal(), '2026-04-20T09:12')).toEqual(
      refused('nothing-new'),
    )
  })

  test('S2 that it is written is registered, once a file, whatever happened meanwhile', () => {
    const event = {
      type: 'SignalWritten',
      ...writtenRow('april.xlsx'),
      months: 1,
      amountCents: 100_000,
      claims: [MARCH],
    }
    expect(asked(reserved, write(), '2026-04-20T09:12')).toEqual({ event })
    expect(asked(reserved.withPaid('2026-04-20T09:11'), write(), '2026-04-20T09:12')).toEqual({ event })
    expect(asked(reserved.withObjection('2026-04-20T09:11'), write(), '2026-04-20T09:12')).toEqual({ event })
    expect(asked(aReportedCase(), write(), '2026-04-20T09:12')).toEqual(refused('already-recorded'))
    expect(asked(aReportedCase(), write('mei.xlsx'), '2026-05-20')).toEqual({
      event: { ...event, ...writtenRow('mei.xlsx') },
    })
  })

  test('S4 a withdrawal is reserved by one file at a time, for two hours, and only while it is to leave', () => {
    const reserve = (file = 'a.csv'): Command => ({ type: 'reserve-withdrawal', file })
    const event = { type: 'WithdrawalClaimed', file: 'a.csv' } as const
    expect(asked(paid, reserve(), '2026-04-23')).toEqual({ event })
    const claimed = paid.with(event, '2026-04-23')
    expect(asked(claimed, reserve('b.csv'), '2026-04-23T10:59')).toEqual(refused('elsewhere'))
    expect(asked(claimed, reserve(), '2026-04-23T10:59')).toEqual({ event })
    expect(asked(claimed, reserve('b.csv'), '2026-04-23T11:00')).toEqual({ event: { ...event, file: 'b.csv' } })
    expect(asked(aReportedCase(), reserve(), '2026-04-23')).toEqual(refused('elsewhere'))
    expect(asked(paid.withSignalWithdrawn('2026-04-23'), reserve(), '2026-04-24')).toEqual(refused('elsewhere'))
  })

  test('S4 a signal is withdrawn, once, also when it is written and its portal does not have it yet', () => {
    const row = writtenRow('intrekkingen.csv')
    const withdraw: Command = { type: 'write-withdrawal', row }
    const event = { type: 'WithdrawalWritten', ...row }
    const written = reserved.withSignalWritten('2026-04-20T09:12').withPaid('2026-04-22')
    expect(asked(written, withdraw, '2026-04-23')).toEqual({ event })
    expect(asked(paid, withdraw, '2026-04-23')).toEqual({ event })
    expect(asked(aReportedCase().withObjection('2026-04-22'), withdraw, '2026-04-23')).toEqual({ event })
    expect(asked(queued, withdraw, '2026-04-23')).toEqual(refused('elsewhere'))
    expect(asked(paid.withSignalWithdrawn('2026-04-23'), withdraw, '2026-04-24')).toEqual(refused('elsewhere'))
  })
})

describe('E1 the same fact counts once', () => {
  const call: Command = { type: 'contact-attempt', kind: 'Telefoon', reached: true, on: '2026-03-19' }
  const twice = (state: CaseState, command: Command, cause?: string) =>
    decide(command, state, POLICY, CLIENT, at('2026-03-20'), cause === undefined ? {} : { cause })

  test('its cause is kept with the event, and refuses the next delivery', () => {
    const decision = twice(anArrearsCase().state, call, 'fact-1')
    expect(decision).toEqual({ event: { ...call, type: 'ContactAttempted', cause: 'fact-1' } })
    if (!('event' in decision)) throw new Error('refused')
    const after = anArrearsCase().with(decision.event, '2026-03-20').state
    expect(twice(after, call, 'fact-1')).toEqual(refused('already-recorded'))
    expect(twice(after, call, 'fact-2')).toEqual({ event: { ...call, type: 'ContactAttempted', cause: 'fact-2' } })
    expect(twice(after, call)).toStrictEqual({ event: { ...call, type: 'ContactAttempted' } })
  })

  test('also when the case ended meanwhile', () => {
    const after = anArrearsCase()
      .with({ type: 'PaymentBooked', amountCents: 'all', cause: 'fact-1' }, '2026-03-19')
      .withPaid('2026-03-19')
    expect(twice(after.state, { type: 'payment', amountCents: 'all' }, 'fact-1')).toEqual(refused('already-recorded'))
  })

  test('a refused fact leaves no trace', () => {
    expect(twice(anArrearsCase().state, { type: 'redeliver' }, 'fact-1')).toEqual(refused('no-signal'))
  })
})

test.each<Command>([
  {
    type: 'take-book',
    on: '2026-04-24',
    mapping: MAPPING,
    claims: [rent('2026-04')],
    naturalPerson: true,
    dwelling: true,
    gemeentecode: '0363',
  },
  { type: 'left-book', on: '2026-04-24' },
  { type: 'payment', amountCents: 1 },
  { type: 'contact-attempt', kind: 'Telefoon', reached: true, on: '2026-04-24' },
  { type: 'dispute', claim: numberOf('H-2026-03') },
  { type: 'dispute-resolved', claim: numberOf('H-2026-03') },
  { type: 'arrangement', terms },
  { type: 'arrangement-broken' },
  { type: 'threat', kind: 'ontruiming' },
  { type: 'answer', code: 'accepted', on: '2026-04-24' },
  { type: 'portal-rejection', reason: 'other' },
  { type: 'bounce' },
  { type: 'reserve-act', act: 'notice' },
  { type: 'reserve-posting' },
  { type: 'test-signal', facts: FACTS },
  { type: 'reserve-signal', facts: FACTS, file: 'x' },
])('after the end a person must look at $type', (command) => {
  expect(asked(paid, command, '2026-04-24')).toEqual(refused('case-ended'))
})

describe('I1, I2 a book that does not tell of a renter', () => {
  const unread = (history: CaseBuilder, on: string) => asked(history, { type: 'book-unread', on }, `${on}T06:00`)
  const where = { naturalPerson: true, dwelling: true, gemeentecode: '0363' }
  const book = { type: 'take-book', on: '2026-03-16', mapping: MAPPING, claims: [rent('2026-03')], ...where } as const
  const frozen = anArrearsCase().with({ type: 'BookUnread', on: '2026-03-13' }, '2026-03-13T06:00')

  test('freezes, once for each day', () => {
    expect(unread(anArrearsCase(), '2026-03-13')).toEqual({ event: { type: 'BookUnread', on: '2026-03-13' } })
    expect(unread(frozen, '2026-03-13')).toEqual(refused('nothing-new'))
    expect(unread(frozen, '2026-03-16')).toMatchObject({ event: { on: '2026-03-16' } })
    expect(unread(anArrearsCase({ on: '2026-03-02' }), '2026-03-01')).toEqual(refused('nothing-new'))
  })

  test('until one does, also when it says what was known', () => {
    expect(asked(anArrearsCase(), book, '2026-03-16T06:00')).toEqual(refused('nothing-new'))
    expect(asked(frozen, book, '2026-03-16T06:00')).toMatchObject({ event: { type: 'ArrearsChanged', on: book.on } })
  })
})
