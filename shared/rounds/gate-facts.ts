import { z } from 'zod'
import type { CasePorts, Outcome } from '../cases/change-case.ts'
import type { CaseLog } from '../contracts/ports.ts'
import type { Person, RenterStore } from '../contracts/renters.ts'
import { dateOf } from '../domain/calendar.ts'
import { type Arrears, sumOf } from '../domain/claims.ts'
import type { OptionalField } from '../domain/closed-lists.ts'
import { reportedOn } from '../domain/evidence.ts'
import type { GateFacts } from '../domain/gate.ts'
import { mandatoryFieldProblems, signalRow } from '../portals/signal-row.ts'
import { coRenterStands, isMainTenantKnown, objects } from './co-renters.ts'
import { fieldsToShare } from './fields-to-share.ts'

export interface GatePorts extends Pick<CasePorts, 'now'> {
  readonly log: Pick<CaseLog, 'load'>
  readonly renters: Pick<RenterStore, 'get' | 'getMany' | 'hasPendingObjection' | 'lastWord'>
}

/**
 * What the gate asks beside the case, read now: the registers, the renter's data and objection, and co-renters (G5–G8,
 * G10).
 */
export async function gateFacts(ports: GatePorts, outcome: Outcome): Promise<GateFacts> {
  const { renter, state, conditions } = outcome
  const record = renter === null ? null : await ports.renters.get(renter, state.client)
  const objection = renter !== null && (await objects(ports.renters, record ?? { renter, client: state.client }))
  const now = ports.now().toISOString()
  const today = dateOf(now)
  const arrears = reportable(sumOf(reportedOn(state, conditions.policy, today)))
  const coRenter = record !== null && (await coRenterStands(ports, outcome, record, now))
  const facts = {
    client: conditions.clientConditions,
    municipality: conditions.municipalityConditions,
    objection,
    coRenter,
    personUnclear:
      record !== null &&
      (record.whoseAsked !== undefined || (coRenter && !(await isMainTenantKnown(ports.renters, record)))),
  }
  if (!record) return { ...facts, fieldProblems: ['Achternaam'] }
  // The name of an organisation is C9's business.
  const problems = mandatoryFieldProblems(record.person, arrears).filter(
    (title) => state.naturalPerson || title !== 'Achternaam',
  )
  return {
    ...facts,
    fieldProblems:
      problems.length > 0 || fits(record.person, arrears, fieldsToShare(state, conditions)) ? problems : ['optioneel'],
  }
}

/** That there are no arrears any more is G1's business; it is no fault in the fields. */
const reportable = (arrears: Arrears): Arrears => (arrears.cents > 0 ? arrears : { ...arrears, months: 1, cents: 1 })

/** Whether the optional fields can be written too. */
function fits(person: Person, arrears: Arrears, fields: readonly OptionalField[]): boolean {
  try {
    signalRow(person, arrears, fields)
    return true
  } catch (error) {
    if (error instanceof z.ZodError) return false
    throw error
  }
}
