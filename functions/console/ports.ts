import type { CaseLog, RegisterStore } from '../../shared/contracts/ports.ts'
import type { RenterStore } from '../../shared/contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import type { Session } from '../../shared/contracts/session.ts'
import type { FactPorts } from '../../shared/facts/report-fact.ts'
import type { SessionPorts } from './sessions.ts'

type Read = `${'approval' | 'delivery' | 'question'} read`

/** What the console works with: it reads, and reports facts; nothing changes by another way. */
export interface ConsolePorts extends SessionPorts {
  readonly now: () => Date
  readonly log: Pick<CaseLog, 'load' | 'openOf' | 'summariesOf'>
  readonly registers: Pick<
    RegisterStore,
    'asOf' | 'clients' | 'colleagues' | 'conditions' | 'municipality' | 'organisation'
  >
  readonly renters: Pick<RenterStore, 'get' | 'getMany' | 'hasPendingObjection' | 'lastWord'>
  readonly notebook: SessionPorts['notebook'] &
    Pick<NotebookFor<Read>, 'get' | 'list'> &
    Pick<NotebookFor<'view put'>, 'put'>
  readonly objects: Pick<ObjectsFor<'work read' | 'evidence read' | 'signals read'>, 'get'>
  readonly facts: FactPorts
}

/** What every page knows: who asks, and what is written down before a person is shown. */
export interface Env {
  readonly Variables: { readonly session: Session }
}
