import type { IsoDate } from '../../shared/domain/calendar.ts'
import { heldBecause } from '../../shared/domain/gate-reasons.ts'
import { TASKS } from '../../shared/domain/tasks.ts'
import { dutchDate } from '../../shared/letters/format.ts'
import type { BookNeeded } from '../../shared/queries/books-needed.ts'
import type { Waiting } from '../../shared/queries/day.ts'

/** A line of the mail: of which case, and what a person must do. */
interface Line {
  readonly caseId: string | null
  readonly renter: string | null
  readonly question: string
}

/** What waits for people in a case, each with the step that resolves it (H1). */
export const waitingLine = ({ summary, client, task, since }: Waiting): Line => ({
  caseId: summary.caseId,
  renter: summary.renter,
  question: [
    `Sinds ${dutchDate(since)} (${client.name}): ${TASKS[task]}`,
    ...(task === 'held' ? heldBecause(summary.reasons ?? []) : []),
  ].join(' '),
})

/** Whose book is needed, and for how many cases (C13). */
export const bookLine = (needed: BookNeeded): Line => ({ caseId: null, renter: null, question: sentence(needed) })

function sentence({ client, cases, why, last, waits, round }: BookNeeded): string {
  const many = cases === 1 ? '1 dossier' : `${cases} dossiers`
  const newest = last === null ? 'Er is er nog geen.' : `De laatste is van ${dutchDate(last)}.`
  const step = waits
    ? 'Een nieuwere lijst wacht op u: kijk die na, en geef hem vrij.'
    : 'Lever een nieuwe lijst aan, of bevestig dat er niets is betaald.'
  return `${needFor(why, client.name, many, round)} ${newest} ${step}`
}

function needFor(why: BookNeeded['why'], client: string, many: string, round: IsoDate): string {
  switch (why) {
    case 'waiting':
      return `Van ${client} is een nieuwe debiteurenlijst nodig: ${many} ${many === '1 dossier' ? 'wacht' : 'wachten'} daarop.`
    case 'round':
      return `Voor de signaalronde van ${dutchDate(round)} is van ${client} een nieuwe debiteurenlijst nodig, voor ${many}.`
    case 'reminders':
      return `Voor de herinneringen van deze maand is van ${client} een nieuwe debiteurenlijst nodig. Er lopen ${many}.`
  }
}
