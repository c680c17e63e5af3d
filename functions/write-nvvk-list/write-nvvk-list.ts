import { z } from 'zod'
import { municipalityConditionsOf } from '../../shared/contracts/conditions.ts'
import { NVVK } from '../../shared/contracts/object-keys.ts'
import type { CaseLog, RegisterStore } from '../../shared/contracts/ports.ts'
import type { Municipality } from '../../shared/contracts/registers.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { dateOf, type IsoDate } from '../../shared/domain/calendar.ts'
import { holdsOn } from '../../shared/domain/policy.ts'
import { openCases } from '../../shared/queries/open-cases.ts'
import { pool } from '../../shared/runtime/pool.ts'
import { nvvkForm, type Unagreed } from './nvvk-form.ts'

/** What the schedule sends; nothing in it is used. */
export const writeNvvkListInput = z.looseObject({})

export interface NvvkPorts {
  readonly log: Pick<CaseLog, 'openOf'>
  readonly registers: Pick<RegisterStore, 'clients' | 'municipality' | 'organisation'>
  readonly notebook: Pick<NotebookFor<'nvvk read' | 'nvvk put'>, 'get' | 'put'>
  readonly objects: Pick<ObjectsFor<'erpReturn write'>, 'put'>
  readonly now: () => Date
}

/** Municipalities that are looked up at the same time. */
const WIDTH = 8

/**
 * Lists the municipalities in which cases are open and no agreement is in force, with the data for the NVVK's form
 * (R4). A list is written in the week in which other municipalities stand in it than in the last one, and only then.
 */
export async function writeNvvkList(ports: NvvkPorts): Promise<{ municipalities: number }> {
  const on = dateOf(ports.now().toISOString())
  const unagreed = await unagreedOn(ports, on)
  const codes = unagreed.map(({ gemeentecode }) => gemeentecode).join(' ')
  const last = await ports.notebook.get('nvvk', 'last')
  if (codes === (last?.codes ?? '')) return { municipalities: unagreed.length }
  if (unagreed.length > 0) {
    const form = nvvkForm(await ports.registers.organisation(), unagreed)
    await ports.objects.put('erpReturn', `${NVVK}${on}.csv`, form, 'text/csv; charset=utf-8')
  }
  await ports.notebook.put('nvvk', 'last', { codes })
  return { municipalities: unagreed.length }
}

async function unagreedOn(ports: NvvkPorts, on: IsoDate): Promise<Unagreed[]> {
  const clients = await ports.registers.clients()
  const open = await openCases(
    ports.log,
    clients.map(({ id }) => id),
  )
  const counts = new Map<string, number>()
  for (const { gemeentecode } of open)
    if (gemeentecode !== null) counts.set(gemeentecode, (counts.get(gemeentecode) ?? 0) + 1)
  const found = await pool([...counts].sort(), WIDTH, async ([gemeentecode, cases]) => {
    const municipality = await ports.registers.municipality(gemeentecode)
    return hasAgreement(municipality, on) ? [] : [{ gemeentecode, municipality, cases }]
  })
  return found.flat()
}

const hasAgreement = (municipality: Municipality | null, on: IsoDate): boolean =>
  municipality !== null && isInForce(municipalityConditionsOf(municipality).agreement, on)

const isInForce = (agreement: Municipality['agreement'], on: IsoDate): boolean =>
  agreement.status === 'in-force' && holdsOn(agreement, on)
