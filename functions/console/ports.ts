import type { CaseLog, RegisterStore } from '../../shared/contracts/ports.ts'
import type { RenterStore } from '../../shared/contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import type { Session } from '../../shared/contracts/session.ts'
import type { FactPorts } from '../../shared/facts/report-fact.ts'
import type { SignInPorts } from './sign-in.ts'

type Read = `${'approval' | 'delivery' | 'question'} read`

/** What the console works with: it reads, and reports facts; nothing changes by another way. */
export interface ConsolePorts extends SignInPorts {
  readonly now: () => Date
  readonly log: Pick<CaseLog, 'listedSince' | 'load' | 'openOf' | 'summariesOf'>
  readonly registers: Pick<
    RegisterStore,
    'asOf' | 'clients' | 'colleagues' | 'conditions' | 'municipality' | 'organisation'
  >
  readonly renters: Pick<RenterStore, 'all' | 'get' | 'getMany' | 'hasPendingObjection' | 'lastWord' | 'withTerm'>
  readonly notebook: SignInPorts['notebook'] &
    Pick<NotebookFor<Read>, 'get' | 'list'> &
    Pick<NotebookFor<'view put'>, 'put'>
  readonly objects: Pick<ObjectsFor<'work read' | 'work write' | 'evidence read' | 'signals read'>, 'get' | 'put'>
  readonly facts: FactPorts
}

/** What every page knows: who asks, and what is written down before a person is shown. */
export interface Env {
  readonly Variables: { readonly session: Session }
}
