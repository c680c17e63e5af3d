import { monthOf } from '../domain/calendar.ts'
import { postcodeOf } from '../domain/postcode.ts'

/** `2026-03-05` as `5 maart 2026`. The date must exist. */
export function dutchDate(isoDate: string): string {
  return `${Number(isoDate.slice(8))} ${monthOf(isoDate)} ${isoDate.slice(0, 4)}`
}

/** Whole cents as `€ 1.820,51`; a credit as `€ -50,00`. */
export function euros(cents: number): string {
  const whole = Math.floor(Math.abs(cents) / 100)
  const fraction = String(Math.abs(cents) % 100).padStart(2, '0')
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, '.')
  return `€ ${cents < 0 ? '-' : ''}${grouped},${fraction}`
}

/** `1011ab` as `1011 AB`; anything else stays as it is. */
export function postcodeInPrint(postcode: string): string {
  const found = postcodeOf(postcode)
  return found === null ? postcode : `${found.slice(0, 4)} ${found.slice(4)}`
}

/** `1 dag`, `7 dagen`. */
export const days = (count: number): string => (count === 1 ? '1 dag' : `${count} dagen`)

/** An IBAN in groups of four, as banks print it. */
export const ibanInPrint = (iban: string): string => iban.replace(/(.{4})(?=.)/g, '$1 ')
