import type { Command, Decision } from './command.ts'
import { isRepresented } from './gate.ts'
import type { CaseState } from './state.ts'

type Decided = Extract<
  Command,
  {
    readonly type:
      | 'hand-over'
      | 'hand-over-postponed'
      | 'reporting-allowed'
      | 'book-confirmed'
      | 'prescription'
      | 'close'
  }
>

/** What a person decides about a case that the rules alone cannot bring further (F3, R7, C13, C15, H1). */
export function decidedByPerson(command: Decided, state: CaseState): Decision {
  switch (command.type) {
    case 'hand-over':
      return state.handOverDecidedAt ? { refused: 'nothing-new' } : { event: { type: 'HandOverDecided' } }
    case 'hand-over-postponed':
      return { event: { type: 'HandOverPostponed' } }
    case 'reporting-allowed':
      return isRepresented(state) ? { event: { type: 'ReportingAllowed' } } : { refused: 'nothing-new' }
    case 'book-confirmed': {
      const { on, except } = command
      return on < state.bookOn ? { refused: 'nothing-new' } : { event: { type: 'BookConfirmed', on, except } }
    }
    case 'prescription': {
      const { claim, collect } = command
      return state.claims.some(({ number }) => number === claim)
        ? { event: { type: 'PrescriptionDecided', claim, collect } }
        : { refused: 'no-such-invoice' }
    }
    case 'close':
      return { event: { type: 'CaseClosed', reason: command.reason } }
  }
}
