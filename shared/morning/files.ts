import type { KeptQuestion } from '../contracts/question.ts'
import type { IsoDate } from '../domain/calendar.ts'
import { dutchDate } from '../letters/format.ts'
import type { BookNeeded } from '../queries/books-needed.ts'
import type { Undelivered } from '../rounds/undelivered.ts'
import type { Matter } from './section.ts'

/** A file that its portal does not have (S2). */
export function fileLine({ file, since, municipalities, step, late, byHand }: Undelivered): Matter {
  const whose = municipalities.length === 0 ? '' : `, voor ${municipalities.join(', ')},`
  const ring = late ? ' Dit duurt al drie werkdagen: meld het ook aan de beheerder.' : ''
  return {
    of: { file },
    about: `Bestand ${file}`,
    full: `Dit bestand${whose} is sinds ${dutchDate(since)} niet bij het meldpunt. ${step}${ring}`,
    short: `${byHand ? 'nog te uploaden of in te voeren' : 'niet bij het meldpunt'}${late ? ', al drie werkdagen' : ''}`,
    since,
  }
}

/**
 * Whose book is needed, and for how many cases (C13). One for which a threatening situation waits is asked for as
 * urgent, and not here.
 */
export const bookLines = (books: readonly BookNeeded[], questions: readonly KeptQuestion[]): Matter[] =>
  books
    .filter(({ client, why }) => why !== 'waiting' || !questions.some((each) => isUrgentBook(each, client.id)))
    .map(({ client, cases, why, last, waits, round }) => {
      const many = cases === 1 ? '1 dossier' : `${cases} dossiers`
      const newest = last === null ? 'Er is er nog geen.' : `De laatste is van ${dutchDate(last)}.`
      const step = waits
        ? 'Een nieuwere lijst wacht op u: kijk die na, en geef hem vrij.'
        : 'Lever een nieuwe lijst aan, of bevestig dat er niets is betaald.'
      return {
        of: { client: client.id },
        about: client.name,
        full: `${needFor(why, many, round)} ${newest} ${step}`,
        short: `${many} ${cases === 1 ? 'wacht' : 'wachten'} op een nieuwe lijst; de laatste is van ${last === null ? 'nooit' : dutchDate(last)}`,
        since: null,
      }
    })

const isUrgentBook = ({ reason, client }: KeptQuestion, whose: string) => reason === 'book-urgent' && client === whose

function needFor(why: BookNeeded['why'], many: string, round: IsoDate): string {
  switch (why) {
    case 'waiting':
      return `Er is een nieuwe debiteurenlijst nodig: ${many} ${many === '1 dossier' ? 'wacht' : 'wachten'} daarop.`
    case 'round':
      return `Voor de signaalronde van ${dutchDate(round)} is een nieuwe debiteurenlijst nodig, voor ${many}.`
    case 'reminders':
      return `Voor de herinneringen van deze maand is een nieuwe debiteurenlijst nodig. Er lopen ${many}.`
  }
}
