import type { RegisterStore } from '../../shared/contracts/ports.ts'
import type { KeptQuestion } from '../../shared/contracts/question.ts'
import type { Organisation } from '../../shared/contracts/registers.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import type { StaffMail } from '../../shared/correspondence/staff-mail.ts'
import { dateOf, type IsoDate, plusDays } from '../../shared/domain/calendar.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { nextRound } from '../../shared/domain/round-day.ts'
import { dutchDate } from '../../shared/letters/format.ts'
import { openQuestions } from '../../shared/queries/day.ts'
import { policyNow } from '../../shared/rounds/approval.ts'
import { fileLine, type Line, type LinePorts, MOST, overdueLines, questionLine } from './lines.ts'
import type { News } from './morning-letter.ts'
import { mattersOf, waitingLines } from './waiting-lines.ts'

interface WeekPorts extends LinePorts {
  readonly registers: LinePorts['registers'] & Pick<RegisterStore, 'clients' | 'conditions'>
  readonly notebook: Pick<NotebookFor<'question read'>, 'list'>
}

/**
 * What has been held, or has waited for a person, for longer than two rounds, the longest first (H1). Null when there
 * is nothing of the kind.
 */
export async function weekLetter(
  ports: WeekPorts,
  organisation: Organisation,
  { on, until, undelivered, overdue, waiting }: News,
): Promise<StaffMail | null> {
  const policy = await policyNow(ports.registers)
  if (!policy) return null
  const isLong = (since: IsoDate) => secondRound(since, policy) < on
  const files = undelivered.filter(({ since }) => isLong(since))
  const questions = (await openQuestions(ports.notebook, null, until))
    .filter(({ at }) => isLong(dateOf(at)))
    // A decision is asked about a matter of its case; a file has a line of its own.
    .filter(({ about, file }) => about !== 'decision' && !undelivered.some((each) => each.file === file))
  const matters = mattersOf(waiting).filter(({ since }) => isLong(since))
  const late = overdue.filter(({ day }) => isLong(day))
  const lines = [...files.map(fileLine), ...questions.map(sinceWhen), ...waitingLines(matters, () => new Set())]
  if (lines.length + late.length === 0) return null
  return {
    kind: 'staff-daily',
    date: on,
    organisation,
    tasks: [],
    questions: [...lines.slice(0, MOST), ...(lines.length > MOST ? [andMore(lines.length - MOST)] : [])],
    overdue: await overdueLines(ports, late.slice(0, MOST)),
    moreOverdue: Math.max(0, late.length - MOST),
  }
}

/** The second round since a day, which may be that day itself. */
const secondRound = (since: IsoDate, policy: Policy): IsoDate =>
  nextRound(plusDays(nextRound(since, policy), 1), policy)

function sinceWhen(question: KeptQuestion): Line {
  const line = questionLine(question)
  return { ...line, question: `Sinds ${dutchDate(dateOf(question.at))}: ${line.question}` }
}

const andMore = (count: number): Line => ({ caseId: null, renter: null, question: `En nog ${count} andere.` })
