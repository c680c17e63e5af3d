import { dateOf, type IsoInstant, plusMinutes } from '../../shared/domain/calendar.ts'
import { sumOf } from '../../shared/domain/claims.ts'
import type { Command, Decision } from '../../shared/domain/command.ts'
import { decide } from '../../shared/domain/decide.ts'
import { provenBy } from '../../shared/domain/decide-files.ts'
import {
  type AgencyMessage,
  type CaseEvent,
  LETTERS,
  type Letter,
  type Reservable,
  type StoredEvent,
} from '../../shared/domain/event.ts'
import { reportedOn } from '../../shared/domain/evidence.ts'
import { evolve } from '../../shared/domain/evolve.ts'
import { followUp } from '../../shared/domain/follow-up.ts'
import type { GateFacts } from '../../shared/domain/gate.ts'
import { hashOf, nextAfter } from '../../shared/domain/history.ts'
import { carriesText } from '../../shared/domain/letter-due.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import type { ClientConditions } from '../../shared/domain/policy.ts'
import { type Standing, standingOf } from '../../shared/domain/standing.ts'
import type { CaseState } from '../../shared/domain/state.ts'
import { type CaseBuilder, FACTS, letterSent, POLICY, sent, sha256, writtenRow } from '../support/case-builder.ts'

type Watch = (before: CaseState, event: StoredEvent) => void

/** No case has so many steps at one moment: more means that it goes round in circles. */
const ENOUGH = 25

/** A case that is played as use cases and workflow would, without either: settle, decide, append, settle. */
export class Play {
  readonly history: StoredEvent[]
  readonly client: ClientConditions
  state: CaseState
  now: IsoInstant
  /** Whether the registers and the renter's data are in order at the gate. */
  sound = true
  readonly #watch: Watch

  constructor(beginning: CaseBuilder, client: ClientConditions, watch: Watch = () => {}) {
    this.history = [...beginning.history]
    this.state = beginning.state
    this.now = beginning.state.lastAt
    this.client = client
    this.#watch = watch
  }

  get standing(): Standing {
    return standingOf(this.state, POLICY, this.client, this.now)
  }

  get facts(): GateFacts {
    return {
      ...FACTS,
      client: this.client,
      fieldProblems: this.sound ? [] : ['Postcode'],
      objection: this.state.objection,
    }
  }

  #append(event: CaseEvent): void {
    const stored = nextAfter(this.state, event, this.now)
    this.#watch(this.state, stored)
    this.history.push(stored)
    this.state = evolve(this.state, stored, hashOf(stored, sha256))
  }

  #settle(): void {
    for (let count = 0; ; count += 1) {
      const event = followUp(this.state, POLICY, null, this.now)
      if (!event) return
      if (count > ENOUGH) throw new Error(`${event.type} follows for ever`)
      this.#append(event)
    }
  }

  tell(command: Command, cause?: string): Decision {
    this.#settle()
    const decision = decide(command, this.state, POLICY, this.client, this.now, cause === undefined ? {} : { cause })
    if ('event' in decision) {
      const proven = provenBy(decision.event, this.state)
      if (proven) this.#append(proven)
      this.#append(decision.event)
    }
    this.#settle()
    return decision
  }

  /** Tells what the standing asks for; a case that refuses what it asks for itself would ask for ever. */
  #must(command: Command): void {
    const decision = this.tell(command)
    if ('refused' in decision)
      throw new Error(`${this.standing.step} is due, and ${command.type} is refused: ${decision.refused}`)
  }

  /** Does everything that is due now. `breaksOff`: the machine stops right after its first reservation. */
  doWhatIsDue(breaksOff = false): void {
    for (let count = 0; ; count += 1) {
      this.#settle()
      const { step, due } = this.standing
      if (due === null || due > this.now) return
      if (count > ENOUGH) throw new Error(`${step} is due for ever`)
      this.#must(this.#begin(step))
      const reserved = this.state.reservation?.act
      if (reserved === undefined) continue
      if (breaksOff) return
      this.#must(this.#confirm(reserved))
    }
  }

  #begin(step: Standing['step']): Command {
    const act = LETTERS.find((each) => each === step)
    if (act) return { type: 'reserve-act', act }
    switch (step) {
      case 'post-letter':
        return { type: 'reserve-posting' }
      case 'inform-agency':
      case 'hand-over':
        return { type: 'reserve-message' }
      case 'signal':
        return { type: 'test-signal', facts: this.facts }
      case 'withdrawal':
        return { type: 'ask-round' }
      case 'settle-reservation':
        return { type: 'release-reservation', reason: 'not-sent' }
      default:
        throw new Error(`${step} is due, and nothing can be done about it`)
    }
  }

  #confirm(reserved: Reservable): Command {
    const on = dateOf(this.now)
    if (reserved.startsWith('agency-'))
      return { type: 'confirm-message', message: reserved.slice('agency-'.length) as AgencyMessage, sent: sent() }
    const posting = reserved.startsWith('post-')
    const act = (posting ? reserved.slice('post-'.length) : reserved) as Letter
    const channel = posting || this.state.emailBounced ? 'post' : 'email'
    const carries = carriesText(this.state, act, POLICY, on)
    return {
      type: posting ? 'confirm-posting' : 'confirm-act',
      act,
      sent: letterSent(act, on, { channel, debtHelp: carries, offer: carries }),
    }
  }

  /** The round of the property manager takes what waits for a file. */
  round(): void {
    this.#settle()
    const file = `${this.now}-${this.state.seq}.xlsx`
    const today = dateOf(this.now)
    const queue = () => outgoing(this.state, POLICY, today)
    if (queue() === 'void') this.#must({ type: 'void-signal', file: this.state.signal?.file ?? '', facts: this.facts })
    if (queue() === 'withdrawal') this.#must({ type: 'write-withdrawal', row: writtenRow(file) })
    if (queue() !== 'signal') return
    this.tell({ type: 'reserve-signal', facts: this.facts, file })
    if (this.state.signalReservation?.file !== file) return
    const reported = reportedOn(this.state, POLICY, today)
    const { months, cents: amountCents } = sumOf(reported)
    const claims = reported.map(({ claim }) => claim.number)
    this.#must({ type: 'write-signal', row: writtenRow(file), months, amountCents, claims })
  }

  /** The portal fetches every file that waits for it. */
  portal(): void {
    this.#settle()
    for (const [file, { deliveredAt }] of this.state.files)
      if (deliveredAt === null) this.#must({ type: 'record-delivery', file, delivered: { how: 'fetched' } })
  }

  wait(minutes: number): void {
    this.now = plusMinutes(this.now, minutes)
  }
}
