import type { Organisation } from '../../shared/contracts/registers.ts'
import { questionInFull } from '../../shared/correspondence/asked.ts'
import type { StaffMail } from '../../shared/correspondence/staff-mail.ts'
import { dateOf, type IsoDate, plusDays } from '../../shared/domain/calendar.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { nextRound } from '../../shared/domain/round-day.ts'
import { dutchDate } from '../../shared/letters/format.ts'
import { aboutOf, headingOf } from '../../shared/morning/asked.ts'
import { caseLines, mattersOf } from '../../shared/morning/cases.ts'
import { fileLine } from '../../shared/morning/files.ts'
import { owedOf } from '../../shared/morning/from-municipalities.ts'
import type { Morning } from '../../shared/morning/gather.ts'
import { type Matter, MOST } from '../../shared/morning/section.ts'
import { type ApprovalPorts, policyNow } from '../../shared/rounds/approval.ts'

/**
 * What has been held, or has waited for a person, for longer than two rounds, the longest first (H1). Null when there
 * is nothing of the kind.
 */
export async function weekMail(
  { registers }: Pick<ApprovalPorts, 'registers'>,
  organisation: Organisation,
  morning: Morning,
): Promise<StaffMail | null> {
  const policy = await policyNow(registers)
  if (!policy) return null
  const { on, undelivered, owed, waiting, municipalities } = morning
  const isLong = (since: IsoDate) => secondRound(since, policy) < on
  const questions = morning.questions
    .filter(({ at }) => isLong(dateOf(at)))
    .filter((each) => headingOf(each, undelivered) !== null)
    .map(
      (each): Matter => ({
        of: { question: each.id },
        about: aboutOf(each, morning),
        full: questionInFull(each, morning.reasons.get(each.id) ?? []),
        short: null,
        since: dateOf(each.at),
      }),
    )
  const lines = [
    ...undelivered.filter(({ since }) => isLong(since)).map(fileLine),
    ...questions,
    ...caseLines(
      mattersOf(waiting).filter(({ since }) => isLong(since)),
      () => new Map(),
      [],
    ),
    ...owedOf(
      owed.filter(({ day }) => isLong(day)),
      municipalities,
    ).matters,
  ].sort((a, b) => (a.since ?? '').localeCompare(b.since ?? ''))
  const [first] = lines
  if (!first) return null
  const { length } = lines
  return {
    kind: 'staff-daily',
    date: on,
    organisation,
    summary: `Blijft liggen: ${length} ${length === 1 ? 'zaak wacht' : 'zaken wachten'} langer dan twee signaalrondes`,
    sections: [
      {
        heading: 'Blijft liggen',
        intro: 'Beslis wat hiermee gebeurt, en leg uw besluit vast.',
        lines: lines.slice(0, MOST).map(inFull),
        more: length > MOST ? `En nog ${length - MOST} andere.` : null,
      },
    ],
  }
}

const inFull = ({ about, full, since }: Matter) => ({
  about,
  text: since === null ? full : `Sinds ${dutchDate(since)}: ${full}`,
})

/** The second round since a day, which may be that day itself. */
const secondRound = (since: IsoDate, policy: Policy): IsoDate =>
  nextRound(plusDays(nextRound(since, policy), 1), policy)
