import { hash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { CaseLog, CaseSummary } from '../../shared/contracts/ports.ts'
import { THREATS } from '../../shared/domain/closed-lists.ts'
import type { CaseEvent, StoredEvent } from '../../shared/domain/event.ts'
import { GATE_REASONS } from '../../shared/domain/gate-reasons.ts'
import { hashOf } from '../../shared/domain/history.ts'
import { MAPPING } from '../support/case-builder.ts'

export const sha256 = (text: string) => hash('sha256', text)
export const AT = '2026-03-05T08:00:00.000Z'
export const OPENED = {
  type: 'CaseOpened',
  client: 'BELEGGER-A',
  on: '2026-03-04',
  claims: [{ number: 1, dueOn: '2026-03-01', openCents: 95_050, contract: 1, rent: true }],
  mapping: MAPPING,
  naturalPerson: true,
  dwelling: true,
  gemeentecode: null,
  cause: 'import-2026-03-04',
} satisfies CaseEvent
export const THREAT = { type: 'ThreatDeclared', kind: 'ontruiming', by: 'jansen' } satisfies CaseEvent
export const RESERVED = { type: 'ActClaimed', act: 'reminder', claims: [] } satisfies CaseEvent

export const START = { seq: 0, hash: '' }
export const onto = (event: StoredEvent) => ({ seq: event.seq, hash: hashOf(event, sha256) })

/** Opens a new case, with these events after its opening; answers its id and its last event. */
export async function aCaseIn(log: CaseLog, ...events: CaseEvent[]): Promise<{ caseId: string; last: StoredEvent }> {
  const caseId = `Z-${randomUUID()}`
  let last = await log.append(caseId, START, OPENED, AT)
  for (const event of events) last = await log.append(caseId, onto(last), event, AT)
  return { caseId, last }
}

const text = fc.string({ unit: 'grapheme' })
const name = fc.stringMatching(/^[\w-]{1,20}$/)
const cause = fc.stringMatching(/^[\w.:@<> -]{1,60}$/)
const cents = fc.maxSafeInteger()
const count = fc.integer({ min: 1 })
const day = fc
  .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
/** Events whose members hold every kind of value that events can hold. */
export const anyEvent: fc.Arbitrary<CaseEvent> = fc.oneof(
  fc.record({ type: fc.constant('ThreatDeclared' as const), kind: fc.constantFrom(...THREATS), by: name, cause }),
  fc.record({ type: fc.constant('SignalHeld' as const), reasons: fc.array(fc.constantFrom(...GATE_REASONS)) }),
  fc.record({ type: fc.constant('PaymentBooked' as const), amountCents: fc.oneof(cents, fc.constant('all' as const)) }),
  fc.record({
    type: fc.constant('CaseFactsCorrected' as const),
    naturalPerson: fc.boolean(),
    dwelling: fc.boolean(),
    gemeentecode: fc.option(text),
  }),
  fc.record({
    type: fc.constant('ArrearsChanged' as const),
    on: day,
    mapping: fc.constant(MAPPING),
    claims: fc.array(fc.record({ number: count, dueOn: day, openCents: cents, contract: count, rent: fc.boolean() })),
  }),
)

export function summaryOf(caseId: string, fields: Partial<CaseSummary> & { seq: number }): CaseSummary {
  return {
    caseId,
    renter: '100234',
    client: 'BELEGGER-A',
    gemeentecode: null,
    phase: 'reminding',
    step: 'demand',
    due: '2026-03-16T08:00:00.000Z',
    queue: null,
    openedOn: '2026-03-04',
    months: 1,
    amountCents: 95_050,
    ...fields,
  }
}
