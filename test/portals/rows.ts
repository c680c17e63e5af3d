import type { Person } from '../../shared/contracts/renters.ts'
import { type SignalRow, signalRowSchema } from '../../shared/portals/signal-row.ts'

/** A renter of whom everything is known. */
export const person = {
  surname: "d'Ávila-Jansen",
  initials: 'A.B.',
  street: 'Kade',
  houseNumber: '12',
  houseNumberAddition: 'bis',
  postcode: '1011AB',
  city: 'Amsterdam',
  phone: '0612345678',
  email: 'a.jansen@voorbeeld.example',
} as const satisfies Person

/** Nothing is known of this renter. */
export const nobody: Person = {
  surname: '',
  initials: '',
  street: '',
  houseNumber: '',
  houseNumberAddition: '',
  postcode: '',
  city: '',
  phone: '',
  email: '',
}

export const arrears = { months: 2, cents: 182_050 } as const

/** A row with everything shared, changed where the test says so. */
export const aRow = (change: Partial<SignalRow> = {}): SignalRow =>
  signalRowSchema.parse({ ...person, monthsInArrears: 2, amountCents: 182_050, ...change })

/** A row of a client that shares no optional field. */
export const aBareRow = (change: Partial<SignalRow> = {}): SignalRow =>
  aRow({ initials: '', street: '', houseNumberAddition: '', city: '', phone: '', email: '', ...change })
