import type { CasePortsOutside } from '../cases/change-case.ts'
import type { ReportedFact } from '../contracts/facts.ts'
import type { CaseLog, RegisterStore, RenterStore, Workflow } from '../contracts/ports.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import { confirmImport, confirmReceipt, confirmUpload } from './about-files.ts'
import { changeAgreement, changeClient, changeMandate } from './about-registers.ts'
import { recordAboutRenter } from './about-renter.ts'
import type { FactOutcome } from './outcome.ts'

export interface FactPorts extends CasePortsOutside {
  readonly log: CasePortsOutside['log'] & Pick<CaseLog, 'openOf'>
  readonly registers: Pick<RegisterStore, 'clients' | 'setAgreement' | 'setClient' | 'setMandate' | 'conditions'>
  readonly renters: Pick<RenterStore, 'all' | 'lodgeObjection' | 'withdrawObjection'>
  readonly notebook: Pick<
    NotebookFor<'delivery read' | 'delivery put' | 'question read' | 'question put'>,
    'get' | 'put' | 'reserve'
  >
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'put'>
  readonly imports: Pick<Workflow, 'startImport'>
}

/** A fact with the identity under which it counts once, however often it is delivered. */
export interface Reported<F extends ReportedFact = ReportedFact> {
  readonly id: string
  readonly fact: F
}

/**
 * Records what people, municipalities and portals report, once, in every case that it concerns, and answers
 * what became of it. What nobody but a person can settle is a question too. Safe to run twice.
 */
export async function reportFact(ports: FactPorts, { id, fact }: Reported): Promise<FactOutcome> {
  switch (fact.type) {
    case 'mandate':
      return changeMandate(ports, { id, fact })
    case 'client':
      return changeClient(ports, { id, fact })
    case 'agreement':
      return changeAgreement(ports, { id, fact })
    case 'import-confirmed':
      return confirmImport(ports, { id, fact })
    case 'upload-confirmed':
      return confirmUpload(ports, { id, fact })
    case 'portal-receipt':
      return confirmReceipt(ports, { id, fact })
    default:
      return recordAboutRenter(ports, { id, fact })
  }
}
