import { askedLines } from './asked.ts'
import { callsOf } from './calls.ts'
import { caseSections, toldBy } from './cases.ts'
import { bookLines, fileLine } from './files.ts'
import { owedOf, suspendedOf } from './from-municipalities.ts'
import type { Morning } from './gather.ts'
import { type Section, section } from './section.ts'

/** All that waits for people, each matter once, the most urgent first (H1): for the morning mail and the console. */
export function sectionsOf(morning: Morning): Section[] {
  const { on, undelivered, rounds, books, questions, calls, phones, owed, suspended, waiting, municipalities } = morning
  const callList = callsOf(calls, phones, on)
  const called = new Set(calls.slice(0, callList.most).map(({ summary }) => summary.caseId))
  const asked = (...args: [Parameters<typeof askedLines>[0]]) => askedLines(...args, morning)
  const files = (byHand: boolean) => undelivered.filter((each) => each.byHand === byHand).map(fileLine)
  return [
    section('Dringend', 'Doe dit vandaag eerst.', asked('urgent')),
    section('Signaalronde', null, rounds.lines),
    section('Bestanden die wachten of zijn geweigerd', 'Wat hierin staat, telt nog niet.', asked('files')),
    section('Debiteurenlijsten', null, [...bookLines(books, questions), ...asked('books')]),
    section('Uploaden of invoeren bij het meldpunt', 'Meld daarna dat u het hebt gedaan.', [
      ...files(true),
      ...asked('uploads'),
    ]),
    section('Niet bij het meldpunt aangekomen', null, [...files(false), ...asked('deliveries')]),
    section('Geweigerd door het meldpunt', null, asked('refused')),
    callList,
    owedOf(owed, municipalities),
    ...caseSections(waiting, toldBy(called, questions), questions),
    suspendedOf(suspended),
    section('Vragen', 'Kijk in het dossier, en leg uw antwoord vast.', asked('questions')),
  ]
}
