import { dutchDate } from '../letters/format.ts'
import type { Owed, Suspended } from '../queries/day.ts'
import { aboutCase, type Section, section } from './section.ts'

/** Answers that municipalities owe, or will before anything follows (F1). @param names of municipalities, by code */
export const owedOf = (owed: readonly Owed[], names: ReadonlyMap<string, string>): Section =>
  section(
    'Antwoord van de gemeente',
    'Vraag bij de gemeente na hoe het staat. Een later antwoord telt ook nog.',
    owed.map(({ summary, client, day, follows }) => {
      const municipality = `gemeente ${names.get(summary.gemeentecode ?? '') ?? 'onbekend'}`
      const next = follows && FOLLOWS[follows.what](dutchDate(follows.on))
      return {
        of: { caseId: summary.caseId },
        about: aboutCase(summary, client),
        full: `${municipality}, antwoord uiterlijk ${dutchDate(day)}.${next ? ` Zonder antwoord ${next.full}.` : ''}`,
        short: next ? `${municipality}, ${next.short}` : municipality,
        since: day,
      }
    }),
  )

/** What follows on a day without an answer: as a sentence goes on, and in a few words. */
const FOLLOWS: Readonly<
  Record<NonNullable<Owed['follows']>['what'], (day: string) => { readonly full: string; readonly short: string }>
> = {
  'hand-over': (day) => ({
    full: `gaat het dossier op ${day} naar het incassobureau`,
    short: `gaat ${day} naar het incassobureau`,
  }),
  decision: (day) => ({ full: `beslist u vanaf ${day} wat er gebeurt`, short: `vanaf ${day} beslist u` }),
}

/** Suspensions that end this week, or have ended (U3). */
export const suspendedOf = (suspended: readonly Suspended[]): Section =>
  section(
    'Opschortingen',
    null,
    suspended.map(({ summary, client, on, how }) => ({
      of: { caseId: summary.caseId },
      about: aboutCase(summary, client),
      full: SENTENCES[how](dutchDate(on)),
      short: `de opschorting eindigt op ${dutchDate(on)}`,
      since: null,
      isNews: how !== 'ends',
    })),
  )

const SENTENCES: Readonly<Record<Suspended['how'], (day: string) => string>> = {
  ends: (day) =>
    `de opschorting eindigt op ${day}. Daarna gaat de incasso verder. Loopt er hulp? Spreek een regeling af.`,
  over: (day) => `de opschorting eindigde op ${day}. De incasso gaat verder.`,
  'new-arrears': (day) =>
    `de opschorting eindigde op ${day}, omdat nieuwe huur niet is betaald. De incasso gaat verder. Vertel het de hulpverlener.`,
}
