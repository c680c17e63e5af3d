import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateOf, type IsoDate, plusDays } from '../../shared/domain/calendar.ts'
import type { Command } from '../../shared/domain/command.ts'
import {
  type Claim,
  HELP_ACCEPTED,
  LETTERS,
  type Letter,
  type Receipt,
  SENT_TYPES,
  type StoredEvent,
} from '../../shared/domain/event.ts'
import { brokenAt, replay } from '../../shared/domain/history.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import { phaseOf } from '../../shared/domain/phase.ts'
import type { ClientConditions } from '../../shared/domain/policy.ts'
import type { CaseState, SentLetter } from '../../shared/domain/state.ts'
import {
  aCaseAtTheAgency,
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  CLIENT,
  claim,
  FACTS,
  letterSent,
  MAPPING,
  numberOf,
  POLICY,
  rent,
  sent,
  sha256,
  writtenRow,
} from '../support/case-builder.ts'
import { isDutchWorkingDay } from './dutch-year.ts'
import { Play } from './play.ts'

const paused = (state: CaseState) => state.suspension !== null || state.accepted !== null || state.hold !== null

/** What may still be written down of a case that ended. */
const AFTER_THE_END = new Set([
  ...Object.values(SENT_TYPES),
  'LetterPosted',
  'ActReleased',
  'AgencyInformed',
  'ObjectionLodged',
  'ObjectionWithdrawn',
  'CaseReopened',
  ...['SignalWritten', 'SignalDelivered', 'SignalConfirmed'],
  ...[
    'SignalVoided',
    'RoundAsked',
    'WithdrawalClaimed',
    'WithdrawalWritten',
    'SignalWithdrawn',
    'WithdrawalConfirmed',
    'SignalWithdrawnByHand',
  ],
])

/** The numbers of the claims that some letters listed. */
const listedIn = (letters: readonly SentLetter[]): ReadonlySet<number> =>
  new Set(letters.flatMap(({ claims }) => claims))

/**
 * A letter on a working day, seven days after the last, that is the first of its kind about some claim, and comes so
 * long after the letter before it about that claim (C1, C10, invariant 3).
 */
function mayWrite(before: CaseState, letter: Letter, claims: readonly number[], today: IsoDate): boolean {
  const { letters, arrangement, returned } = before
  const last = letters.at(-1)
  if (!isDutchWorkingDay(today) || (last && plusDays(last.on, 7) > today)) return false
  if (claims.some((claim) => arrangement?.owedCents.has(claim))) return false
  const upTo = (days: number) => letters.filter(({ on }) => plusDays(on, days) <= today)
  const notices = listedIn(letters.filter(({ act }) => act === 'notice'))
  const demands = letters.filter(({ act }) => act === 'demand')
  switch (letter) {
    case 'reminder':
      return claims.some((claim) => !listedIn(letters).has(claim))
    case 'follow-up':
      return claims.some((claim) => !listedIn(letters).has(claim) || returned.get(claim)?.toldOn === null)
    case 'demand': {
      const reminded = listedIn(upTo(7))
      return claims.some((claim) => reminded.has(claim) && !listedIn(demands).has(claim) && !notices.has(claim))
    }
    case 'notice': {
      const demanded = listedIn(upTo(14).filter(({ act }) => act === 'demand'))
      return claims.some((claim) => demanded.has(claim) && !notices.has(claim))
    }
  }
}

/** The portal has a signal of this case: not one that is only written (S2). */
const deliveredSignal = ({ files }: CaseState): boolean =>
  [...files.values()].some(({ kind, deliveredAt }) => kind === 'signal' && deliveredAt !== null)

/** G1, G2, G4b, G5, G9, R7 and S5, told without the gate. */
function mayReport(before: CaseState, today: IsoDate): boolean {
  if (paused(before) || before.objection || !before.naturalPerson || before.rejected !== null) return false
  const effort = before.contacts.some(({ counts, on }) => counts && plusDays(on, 90) >= today)
  const noticed = before.letters.filter(({ act, receivedOn }) => act === 'notice' && plusDays(receivedOn, 8) <= today)
  return (
    effort &&
    before.claims.some(
      (claim) =>
        claim.rent &&
        !claim.disputed &&
        claim.openCents - claim.staffPaidCents > 1_000 &&
        plusDays(claim.dueOn, 30) <= today &&
        !before.arrangement?.owedCents.has(claim.number) &&
        listedIn(noticed).has(claim.number),
    )
  )
}

/** The invariants of the rulebook, held against one event and the state before it. */
function allowed(before: CaseState, event: StoredEvent, client: ClientConditions): boolean {
  const today = dateOf(event.at)
  const once = before.signal === null || before.withdrawn || client.resignal === 'monthly'
  if (before.ended) return AFTER_THE_END.has(event.type) || (event.type === 'ActClaimed' && event.act === 'agency-stop')
  switch (event.type) {
    case 'ActClaimed': {
      const letter = LETTERS.find((each) => each === event.act)
      const agency = event.act.startsWith('agency-')
      const may = !letter || mayWrite(before, letter, event.claims, today)
      return before.reservation === null && (agency || (event.claims.length > 0 && !paused(before))) && may
    }
    case 'SignalQueued':
    case 'SignalClaimed':
      return once && mayReport(before, today)
    case 'SignalWritten':
      return once
    case 'SignalDelivered':
    case 'SignalWithdrawn':
      return before.files.get(event.file)?.deliveredAt === null
    case 'WithdrawalClaimed':
    case 'WithdrawalWritten':
      return before.signal !== null && !before.withdrawn
    case 'SuspensionStarted':
      return before.accepted !== null && event.until === plusDays(before.accepted, 30)
    case 'SuspensionEnded':
      return before.suspension !== null || before.accepted !== null
    case 'HandedOver': {
      const demanded = listedIn(before.letters.filter(({ act, debtHelp }) => act !== 'reminder' && debtHelp))
      const allowedBy = deliveredSignal(before) || client.handOverUnreported === 'after-notice'
      const claims = event.claims.every((claim) => demanded.has(claim)) && event.claims.length > 0
      return !paused(before) && before.agency.claims.length === 0 && allowedBy && claims
    }
    case 'AgencyInformed':
      return before.agency.knows === (event.message !== 'handover') && before.agency.claims.length > 0
    default:
      return true
  }
}

interface Choice {
  readonly what: (typeof WHATS)[number]
  readonly n: number
}

const claims = (today: IsoDate, n: number): Claim[] => {
  const month = today.slice(0, 7)
  const all = [
    rent('2026-03', n % 2 ? 100_000 : 40_000),
    ...(month > '2026-03' && n % 3 ? [rent(month)] : []),
    ...(n % 5 === 0 ? [claim('C', plusDays(today, (n % 4) - 2), -30_000)] : []),
  ]
  return n % 7 === 6 ? all.slice(1) : all
}

const receiptOf = (file: string, on: IsoDate): Receipt => ({ file, on, document: `receipts/${file}.json`, sha256: 'a' })

/** Everything that can be asked of a case, by whoever, whenever. */
const COMMANDS: Record<string, (today: IsoDate, n: number) => Command> = {
  book: (today, n) => ({
    type: 'take-book',
    on: plusDays(today, -(n % 3)),
    claims: claims(today, n),
    mapping: MAPPING,
    naturalPerson: n % 11 !== 10,
    dwelling: true,
    gemeentecode: n % 13 === 12 ? '0599' : '0363',
  }),
  gone: (today, n) => ({ type: 'left-book', on: plusDays(today, -(n % 40)) }),
  payment: (_today, n) => ({ type: 'payment', amountCents: n % 9 === 0 ? 'all' : (n + 1) * 900 }),
  call: (today, n) => ({
    type: 'contact-attempt',
    kind: 'Telefoon',
    reached: true,
    on: plusDays(today, (n % 3) - 1),
  }),
  objection: () => ({ type: 'objection', channel: 'link' }),
  noObjection: () => ({ type: 'objection-withdrawn', channel: 'link' }),
  dispute: (_today, n) => ({ type: 'dispute', claim: numberOf(n % 4 ? 'H-2026-03' : 'X') }),
  resolved: (_today, n) => ({ type: 'dispute-resolved', claim: numberOf(n % 4 ? 'H-2026-03' : 'X') }),
  arrangement: (today, n) => ({
    type: 'arrangement',
    terms: [1, 2].map((term) => ({ date: plusDays(today, term * (n % 30)), amountCents: 1_000 * n })),
  }),
  broken: () => ({ type: 'arrangement-broken' }),
  threat: () => ({ type: 'threat', kind: 'ontruiming' }),
  answer: (today, n) => ({
    type: 'answer',
    code: n % 4 ? HELP_ACCEPTED : 'repeated',
    on: plusDays(today, 1 - (n % 40)),
  }),
  rejection: () => ({ type: 'portal-rejection', reason: 'duplicate' }),
  bounce: () => ({ type: 'bounce' }),
  act: (_today, n) => ({ type: 'reserve-act', act: LETTERS[n % 4] ?? 'reminder' }),
  posting: () => ({ type: 'reserve-posting' }),
  message: () => ({ type: 'reserve-message' }),
  confirm: (today, n) => ({
    type: 'confirm-act',
    act: LETTERS[n % 4] ?? 'reminder',
    sent: letterSent(LETTERS[n % 4] ?? 'reminder', today),
  }),
  posted: (today) => ({
    type: 'confirm-posting',
    act: 'reminder',
    sent: letterSent('reminder', today, { channel: 'post' }),
  }),
  told: (_today, n) => ({ type: 'confirm-message', message: n % 2 ? 'pause' : 'handover', sent: sent() }),
  release: () => ({ type: 'release-reservation', reason: 'overtaken' }),
  reservation: (today) => ({ type: 'reserve-signal', facts: FACTS, file: `${today}.xlsx` }),
  drop: (_today, n) => ({ type: 'drop-signal', facts: { ...FACTS, objection: n % 2 === 0 } }),
  test: () => ({ type: 'test-signal', facts: FACTS }),
  away: (today, n) => ({ type: 'void-signal', file: `${today}.xlsx`, facts: { ...FACTS, objection: n % 2 === 0 } }),
  ask: () => ({ type: 'ask-round' }),
  claim: (today) => ({ type: 'reserve-withdrawal', file: `${today}.csv` }),
  withdraw: (today) => ({ type: 'write-withdrawal', row: writtenRow(`${today}.csv`) }),
  receipt: (today) => ({ type: 'record-receipt', receipt: receiptOf(`${today}.csv`, today) }),
}
const WHATS = ['wait', 'machine', 'breaks-off', 'round', 'portal', 'registers', ...Object.keys(COMMANDS)]

/** Time and the machine come by more often than anything else: most cases get somewhere. */
const choice: fc.Arbitrary<Choice> = fc.record({
  what: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('wait', 'machine', 'call') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('round', 'portal', 'breaks-off', 'answer', 'book', 'bounce', 'arrangement'),
    },
    { weight: 3, arbitrary: fc.constantFrom(...WHATS) },
  ),
  n: fc.nat({ max: 99 }),
})

function act(play: Play, { what, n }: Choice): void {
  const today = dateOf(play.now)
  const command = COMMANDS[what]?.(today, n)
  if (command) {
    const cause = n % 2 ? `${what}-${n % 10}` : undefined
    const decision = play.tell(command, cause)
    if (cause !== undefined && 'event' in decision)
      expect(play.tell(command, cause)).toEqual({ refused: 'already-recorded' })
  }
  if (what === 'wait') play.wait((n + 1) * 311)
  if (what === 'registers') play.sound = n % 3 !== 0
  if (what === 'round') play.round()
  if (what === 'portal') play.portal()
  if (what === 'machine' || what === 'breaks-off' || what === 'wait') play.doWhatIsDue(what === 'breaks-off')
}

const clients = fc.record({
  mandate: fc.constant(CLIENT.mandate),
  handOver: fc.constantFrom('after-answer-period' as const, 'after-signal' as const, 'never' as const),
  resignal: fc.constantFrom('never' as const, 'monthly' as const),
  hasCollectionAgency: fc.boolean(),
  handOverUnreported: fc.constantFrom('ask' as const, 'after-notice' as const),
  book: fc.constant(CLIENT.book),
})

const beginnings = fc.constantFrom(anArrearsCase(), aCaseReadyToReport(), aReportedCase(), aCaseAtTheAgency())
const choices = fc.array(choice, { minLength: 10, maxLength: 60, size: 'max' })

test('whatever comes in whatever order, the invariants hold, nothing throws, and the log tells the state', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(beginnings, clients, choices, (beginning, client, told) => {
      const play = new Play(beginning, client, (before, event) => {
        expect(allowed(before, event, client), `${event.type} at ${event.at}`).toBe(true)
        reached.add(event.type)
      })
      for (const each of told) {
        act(play, each)
        const today = dateOf(play.now)
        reached.add(phaseOf(play.state, POLICY, today)).add(`out: ${outgoing(play.state, POLICY, today)}`)
      }
      expect(replay(play.history, sha256)).toEqual(play.state)
      expect(brokenAt(play.history, sha256)).toBeNull()
    }),
    { numRuns: 200 },
  )
  expect([...reached], 'the play is too tame').toEqual(
    expect.arrayContaining([
      'SignalDelivered',
      'SuspensionEnded',
      'LetterPosted',
      'AgencyInformed',
      'SignalHeld',
      'out: withdrawal',
    ]),
  )
})
