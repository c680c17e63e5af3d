import { dateOf, type IsoDate, type IsoInstant, instantAt, postDay, presumedDelivery } from '../domain/calendar.ts'
import { sumOf } from '../domain/claims.ts'
import type { Command } from '../domain/command.ts'
import { decide } from '../domain/decide.ts'
import type { AgencyMessage, CaseEvent, Letter, Sent } from '../domain/event.ts'
import { reportedOn } from '../domain/evidence.ts'
import { evolve } from '../domain/evolve.ts'
import { followUp } from '../domain/follow-up.ts'
import type { GateFacts } from '../domain/gate.ts'
import { nextAfter } from '../domain/history.ts'
import { carriesText } from '../domain/letter-due.ts'
import { outgoing } from '../domain/outgoing.ts'
import { type ClientConditions, holdsOn, type Policy } from '../domain/policy.ts'
import type { Step } from '../domain/standing.ts'
import type { CaseState } from '../domain/state.ts'

// What a step brings about when nobody intervenes: the real decisions, on what is not written down anywhere.

/** A case that is played on from where it stands. */
export interface Played {
  readonly state: CaseState
  readonly policy: Policy
  readonly client: ClientConditions
  /** Of the registers and the renter's data, as the gate is to find them. */
  readonly facts: Omit<GateFacts, 'client'>
  readonly now: IsoInstant
  /** What happened since it was last looked at, the oldest first. */
  readonly events: readonly CaseEvent[]
}

/** No case has so many consequences at one moment. */
const ENOUGH = 25

function append(played: Played, event: CaseEvent): Played {
  // The hash of an event that nobody keeps is never looked at.
  const state = evolve(played.state, nextAfter(played.state, event, played.now), '')
  return { ...played, state, events: [...played.events, event] }
}

/** Everything that the facts and the time bring about by themselves by now. */
export function settled(played: Played): Played {
  let at = played
  for (let count = 0; count < ENOUGH; count += 1) {
    const event = followUp(at.state, at.policy, null, at.now)
    if (!event) break
    at = append(at, event)
  }
  return at
}

/** The case after a command; as it was, where that is refused. */
function told(played: Played, command: Command): Played {
  const decision = decide(command, played.state, played.policy, played.client, played.now)
  return 'event' in decision ? settled(append(played, decision.event)) : played
}

/** The case after a book of a morning that shows what the last one showed; it tells what fell due since (C13). */
export function withSameBook(played: Played, on: IsoDate): Played {
  const { naturalPerson, dwelling, gemeentecode, claims } = played.state
  const at = instantAt(on, '06:00')
  const client = { ...played.client, book: { on, at, waits: false } }
  // The mapping is a hash of what the numbers stand for, at which no rule looks.
  const command = { type: 'take-book', on, claims, mapping: '', naturalPerson, dwelling, gemeentecode } as const
  return told(settled({ ...played, client, now: at }), command)
}

/** The case after a step that is due: each letter and message leaves, and a portal takes its file at once. */
export function afterStep(played: Played, step: Step): Played {
  switch (step) {
    case 'reminder':
    case 'demand':
    case 'notice':
    case 'follow-up':
      return confirmed(told(played, { type: 'reserve-act', act: step }))
    case 'post-letter':
      return confirmed(told(played, { type: 'reserve-posting' }))
    case 'settle-reservation':
      return confirmed(played)
    case 'inform-agency':
      return confirmed(told(played, { type: 'reserve-message' }))
    case 'hand-over': {
      // A hand-over names its claims first, and then the message about it is reserved (F3).
      const named = told(played, { type: 'reserve-message' })
      return confirmed(named.state.reservation ? named : told(named, { type: 'reserve-message' }))
    }
    case 'signal':
      return withFiles(told(played, { type: 'test-signal', facts: factsOf(played) }))
    case 'withdrawal':
      return withFiles(told(played, { type: 'ask-round' }))
    default:
      return settled(played)
  }
}

const factsOf = ({ facts, client, state }: Played): GateFacts => ({
  ...facts,
  client,
  objection: facts.objection || state.objection,
})

/** The act that is reserved leaves. */
function confirmed(played: Played): Played {
  const { reservation, emailBounced } = played.state
  if (!reservation) return played
  const { id, act } = reservation
  const made = (channel: Sent['channel']): Sent => ({
    ...{ reservation: id, channel, document: '', sha256: '', messageId: null },
  })
  if (act.startsWith('agency-'))
    return told(played, {
      ...{ type: 'confirm-message', sent: made('email') },
      message: act.slice('agency-'.length) as AgencyMessage,
    })
  const isPosting = act.startsWith('post-')
  const letter = (isPosting ? act.slice('post-'.length) : act) as Letter
  const sent = {
    ...made(isPosting || emailBounced ? 'post' : 'email'),
    receivedOn: isPosting || emailBounced ? presumedDelivery(postDay(played.now)) : dateOf(played.now),
    ...proofOf(played, letter),
  }
  return told(played, { type: isPosting ? 'confirm-posting' : 'confirm-act', act: letter, sent })
}

/** What a letter will say of help and of passing data on, as far as the history and the mandate tell (C6, C9). */
function proofOf({ state, policy, client: { mandate }, now }: Played, letter: Letter) {
  const on = dateOf(now)
  const debtHelp = state.naturalPerson && state.dwelling && carriesText(state, letter, policy, on)
  return {
    debtHelp,
    offer: debtHelp && !state.objection && mandate !== null && holdsOn({ ...mandate, from: null }, on),
  }
}

/** The round writes what waits for a file, or takes it away; and every portal has what is written for it. */
export function withFiles(played: Played): Played {
  const { policy, now } = played
  const on = dateOf(now)
  const file = `${played.state.seq}`
  const row = { file, row: 2, document: '', sha256: '' }
  let at = played
  if (outgoing(at.state, policy, on) === 'void')
    at = told(at, { type: 'void-signal', file: at.state.signal?.file ?? '', facts: factsOf(at) })
  if (outgoing(at.state, policy, on) === 'withdrawal') at = told(at, { type: 'write-withdrawal', row })
  if (outgoing(at.state, policy, on) === 'signal') {
    at = told(at, { type: 'reserve-signal', facts: factsOf(at), file })
    if (at.state.signalReservation?.file === file) {
      const reported = reportedOn(at.state, policy, on)
      const { months, cents: amountCents } = sumOf(reported)
      at = told(at, {
        ...{ type: 'write-signal', row, months, amountCents },
        claims: reported.map(({ claim }) => claim.number),
      })
    }
  }
  for (const [name, { deliveredAt, voided }] of at.state.files)
    if (deliveredAt === null && voided === null)
      at = told(at, { type: 'record-delivery', file: name, delivered: { how: 'answered' } })
  return at
}
