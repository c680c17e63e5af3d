import type { CaseLog } from '../contracts/ports.ts'
import type { Preview } from '../contracts/preview.ts'
import { dateOf, type IsoDate } from '../domain/calendar.ts'
import { heldInShort } from '../domain/gate-reasons.ts'
import { dutchDate } from '../letters/format.ts'
import { type ApprovalPorts, lastRound, policyNow, previewOf, roundToShow } from '../rounds/approval.ts'

import type { Matter, Subject } from './section.ts'

export interface RoundNews {
  readonly lines: readonly Matter[]
  /** Rounds of an earlier day that nobody approved, and in which somebody would go; an alarm counts these (S6). */
  readonly unapproved: number
}

/**
 * What staff must know of rounds that wait for a colleague's word (S6): on the morning on which one is shown, who goes
 * and who is held and why; until it is approved, that it waits.
 */
export async function roundNews(
  ports: ApprovalPorts & { readonly log: Pick<CaseLog, 'summariesOf'> },
  on: IsoDate,
): Promise<RoundNews> {
  const { approveRounds } = await ports.registers.organisation()
  const policy = approveRounds ? await policyNow(ports.registers) : null
  if (!policy) return { lines: [], unapproved: 0 }
  const lines: Matter[] = []
  let unapproved = 0
  for (const round of new Set([lastRound(on, policy), roundToShow(on, policy) ?? on])) {
    const preview = (await ports.notebook.get('approval', round)) ? null : await previewOf(ports.objects, round)
    if (!preview) continue
    const waiting = round < on ? await stillWaiting(ports.log, preview) : preview.goes.length
    if (waiting === 0 && round < on) continue
    unapproved += round < on ? 1 : 0
    lines.push(line(`Ronde van ${dutchDate(round)}`, asked(preview, waiting, round < on)))
    if (dateOf(preview.madeAt) === on) lines.push(...shown(preview))
  }
  return { lines, unapproved }
}

async function stillWaiting(log: Pick<CaseLog, 'summariesOf'>, { goes }: Preview): Promise<number> {
  const summaries = await log.summariesOf(goes.map(({ caseId }) => caseId))
  return summaries.filter(({ queue }) => queue === 'signal').length
}

const line = (about: string, full: string, of: Subject = {}): Matter => ({ of, about, full, short: null, since: null })

function asked({ held }: Preview, waiting: number, isLate: boolean): string {
  if (isLate) return `niet goedgekeurd: ${waiting} signalen wachten. Keur de ronde goed, of meld wie niet mee mag.`
  return `wacht op uw akkoord: ${waiting} gaan mee, ${held.length} niet. Keur de ronde goed, en meld wie niet mee mag.`
}

const shown = ({ goes, held }: Preview): Matter[] => [
  ...goes.map(({ caseId, renter }) =>
    line(`Dossier ${caseId}, debiteur ${renter}`, 'gaat mee in de ronde.', { caseId }),
  ),
  ...held.map(({ caseId, renter, reasons }) =>
    line(`Dossier ${caseId}, debiteur ${renter}`, `gaat niet mee in de ronde: ${heldInShort(reasons)}.`, { caseId }),
  ),
]
