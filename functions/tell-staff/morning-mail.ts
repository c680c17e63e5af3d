import type { Organisation } from '../../shared/contracts/registers.ts'
import type { StaffMail } from '../../shared/correspondence/staff-mail.ts'
import { dutchDate } from '../../shared/letters/format.ts'
import type { Morning } from '../../shared/morning/gather.ts'
import type { Matter, Section } from '../../shared/morning/section.ts'
import { sectionsOf } from '../../shared/morning/sections.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'

/** A mail, and how its lines are known in the next one. */
export interface MorningMail {
  readonly letter: StaffMail
  readonly lines: readonly string[]
}

/**
 * The mail of a morning; null when there is nothing to tell. What stood in the last one, word for word, and still
 * waits, is told in a few words, after what is new.
 *
 * @param told the lines of the last mail that left
 */
export function morningMail(
  organisation: Organisation,
  morning: Morning,
  told: ReadonlySet<string>,
): MorningMail | null {
  const filled = sectionsOf(morning)
    .map((each) => ({ ...each, matters: each.matters.filter((line) => !line.isNews || !told.has(keyOf(each, line))) }))
    .filter(({ matters }) => matters.length > 0)
  if (filled.length === 0) return null
  const isTold = (each: Section, line: Matter) => line.short !== null && told.has(keyOf(each, line))
  const listed = filled.map((each) => {
    const news = each.matters.filter((line) => !isTold(each, line))
    const still = each.matters.filter((line) => isTold(each, line))
    return { ...each, matters: [...news, ...still].slice(0, each.most), left: each.matters.length - each.most }
  })
  const sections = listed.map((each) => ({
    heading: each.heading,
    intro: each.intro,
    lines: each.matters.map((line) => ({ about: line.about, text: isTold(each, line) ? stillOpen(line) : line.full })),
    more: each.left > 0 ? `En nog ${each.left} andere. Ze komen in deze mail zodra deze zijn gedaan.` : null,
  }))
  return {
    letter: { kind: 'staff-daily', date: morning.on, organisation, summary: summaryOf(filled, isTold), sections },
    lines: listed.flatMap((each) => each.matters.filter(isRemembered).map((line) => keyOf(each, line))),
  }
}

/** A line that is told in full each morning is not remembered: one of a call holds a telephone number. */
const isRemembered = ({ short, isNews = false }: Matter) => short !== null || isNews

/** What the mail is kept by says nothing of what it said. */
const keyOf = ({ heading }: Section, { about, full }: Matter): string =>
  sha256(`${heading} ${about} ${full}`).slice(0, 16)

const stillOpen = ({ short, since }: Matter): string =>
  since === null ? `${short}.` : `${short}, nog open sinds ${dutchDate(since)}.`

function summaryOf(sections: readonly Section[], isTold: (each: Section, line: Matter) => boolean): string {
  const counts = { urgent: 0, calls: 0, news: 0, still: 0 }
  for (const each of sections)
    for (const line of each.matters) {
      if (each.heading === 'Dringend') counts.urgent += 1
      else if (each.heading === 'Bellen') counts.calls += 1
      else if (isTold(each, line)) counts.still += 1
      else counts.news += 1
    }
  const { urgent, calls, news, still } = counts
  const counted = [
    ...(urgent > 0 ? [`${urgent} dringend`] : []),
    ...(calls > 0 ? [`${calls} bellen`] : []),
    ...(news > 0 ? [`${news} nieuw`] : []),
    ...(still > 0 ? [`${still} nog open`] : []),
  ]
  return `Vandaag te doen: ${counted.join(', ')}`
}
