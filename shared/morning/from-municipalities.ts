import { dutchDate } from '../letters/format.ts'
import type { Owed, Suspended } from '../queries/day.ts'
import { aboutCase, type Section, section } from './section.ts'

/** Answers that municipalities owe, or will before a hand-over follows (F1). @param names of municipalities, by code */
export const owedOf = (owed: readonly Owed[], names: ReadonlyMap<string, string>): Section =>
  section(
    'Antwoord van de gemeente',
    'Vraag bij de gemeente na hoe het staat. Een later antwoord telt ook nog.',
    owed.map(({ summary, client, day, handOverOn }) => {
      const municipality = `gemeente ${names.get(summary.gemeentecode ?? '') ?? 'onbekend'}`
      const follows = handOverOn
        ? ` Zonder antwoord gaat het dossier op ${dutchDate(handOverOn)} naar het incassobureau.`
        : ''
      return {
        of: { caseId: summary.caseId },
        about: aboutCase(summary, client),
        full: `${municipality}, antwoord uiterlijk ${dutchDate(day)}.${follows}`,
        short: handOverOn ? `${municipality}, gaat ${dutchDate(handOverOn)} naar het incassobureau` : municipality,
        since: day,
      }
    }),
  )

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
