import type { IsoDate } from '../domain/calendar.ts'
import { dutchDate, euros } from '../letters/format.ts'
import type { Task } from '../queries/day.ts'
import { aboutCase, type Section, section } from './section.ts'

/** So many calls can be made in a day; the others come along when these are made. */
const IN_A_DAY = 40

/** The calls of a day (C6 b), the soonest due first. @param phones by case, of those who have one */
export const callsOf = (calls: readonly Task[], phones: ReadonlyMap<string, string>, on: IsoDate): Section =>
  section(
    'Bellen',
    'Zonder poging tot contact mag een dossier niet naar de gemeente. Leg elke poging vast, ook als u niemand bereikt.',
    calls.map(({ summary, client, day }) => {
      const { caseId, renter, amountCents, months } = summary
      const phone = phones.get(caseId) ?? `geen nummer bekend: schrijf of ga langs, zoek debiteur ${renter} in het ERP`
      const owed = `${euros(amountCents)}, ${months === 1 ? '1 maand' : `${months} maanden`}`
      const late = day < on ? ' (te laat)' : ''
      return {
        of: { caseId },
        about: aboutCase(summary, client),
        full: `${phone}. ${owed}. Uiterlijk ${dutchDate(day)}${late}.`,
        short: null,
        since: null,
      }
    }),
    IN_A_DAY,
  )
