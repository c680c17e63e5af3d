import { ANY_MONTH, ANYONE, EARLY, EXPORTED_EARLY, FOUR_MONTHS, JANUARY, MANDATED } from './cast.ts'
import { OPEN_TOWNS } from './landscape.ts'
import type { Plot, Story } from './plot.ts'

// Cases that end, stand still or are held before anything goes to a municipality.

const USUAL = { clients: ANYONE, towns: OPEN_TOWNS } as const

/** Stands in the books before the rent falls due, as most renters do, and pays in time: never a case. */
function paysInTime(plot: Plot): void {
  plot.isInvoicedAhead(1)
  plot.pays(plot.day(1, 1))
}

/** Late with the rent, but paid before the first letter. */
function paysBeforeReminder(plot: Plot): void {
  plot.owes(0)
  plot.pays(plot.day(0, 3))
}

function paysAfterReminder(plot: Plot): void {
  plot.owes(0)
  plot.pays(plot.day(0, 9))
}

function paysAfterDemand(plot: Plot): void {
  plot.owes(0)
  plot.isContacted(plot.day(0, 19))
  plot.pays(plot.day(0, 24))
}

function paysAfterNotice(plot: Plot): void {
  plot.owes(0, 1)
  plot.isContacted(plot.day(0, 21))
  plot.pays(plot.day(1, 11))
}

/** Two separate periods of arrears: two cases, and the second begins with a reminder again. */
function paysAndFallsBehindAgain(plot: Plot): void {
  plot.owes(0)
  plot.pays(plot.day(0, 23))
  plot.owesFrom(2)
  plot.isContacted(plot.day(2, 22))
}

/** Staff books the whole payment; the next books still show the claim, and must not bring the case back. */
function staffBooksPayment(plot: Plot): void {
  plot.owes(0)
  plot.reports(plot.day(0, 12), { type: 'payment', amount: 'all' })
  plot.pays(plot.day(0, 21))
}

/** Staff books half of it; the rest stays open until the end of the month. */
function staffBooksPartPayment(plot: Plot): void {
  plot.owes(0)
  const half = Math.floor(plot.rentCents / 2)
  plot.reports(plot.day(0, 12), { type: 'payment', amount: half / 100 })
  plot.paysPart(plot.day(0, 16), half)
  plot.pays(plot.day(0, 26))
}

/** Pays in terms; each term is in the book on its date. The running rent is paid. */
function arrangementKept(plot: Plot): void {
  plot.owes(0, 1)
  plot.isContacted(plot.day(0, 20))
  payInTerms(plot, 3)
}

/** Keeps one term, then stops; a colleague reports it. */
function arrangementBroken(plot: Plot): void {
  plot.owes(0, 1)
  plot.isContacted(plot.day(0, 20))
  payInTerms(plot, 1)
  plot.reports(plot.day(3, 16), { type: 'arrangement-broken' })
  plot.isContacted(plot.day(3, 17))
}

/** Keeps no term at all, and nobody reports it: the system itself must notice. */
function arrangementForgotten(plot: Plot): void {
  plot.owes(0, 1)
  plot.isContacted(plot.day(0, 20))
  payInTerms(plot, 0)
}

/** Agreed on the 10th of the second month; terms on the 14th of the three months after it, the last takes the rest. */
function payInTerms(plot: Plot, kept: number): void {
  const agreedOn = plot.day(1, 10)
  const owed = plot.owedOn(agreedOn)
  const third = Math.floor(owed / 3)
  const amounts = [third, third, owed - 2 * third]
  const terms = amounts.map((cents, index) => ({ date: plot.day(2 + index, 14), cents }))
  plot.reports(agreedOn, {
    type: 'arrangement',
    terms: terms.map(({ date, cents }) => ({ date, amount: cents / 100 })),
  })
  for (const [index, { cents }] of terms.slice(0, kept).entries()) plot.paysPart(plot.day(2 + index, 11), cents)
}

/** Service costs that the renter contests: set aside for two months, then taken back by a credit. */
function disputedItem(plot: Plot): void {
  const dueOn = plot.day(0, 1)
  const invoice = plot.isCharged('Afrekening servicekosten 2025', dueOn, 38_415)
  plot.reports(plot.day(0, 8), { type: 'dispute', invoice })
  plot.pays(plot.day(2, 11))
}

/**
 * As above, beside unpaid rent: the rent goes on, with the lower amount. The dispute ends in the renter's disfavour.
 */
function disputedItemBesideRent(plot: Plot): void {
  plot.owes(0, 1)
  const invoice = plot.isCharged('Afrekening servicekosten 2025', plot.day(0, 1), 21_250)
  plot.reports(plot.day(0, 9), { type: 'dispute', invoice })
  plot.isContacted(plot.day(0, 22))
  plot.reports(plot.day(1, 24), { type: 'dispute-resolved', invoice })
}

/** A credit stands beside the rent: what is owed is the difference. */
function creditNote(plot: Plot): void {
  plot.owes(0)
  plot.isCharged('Creditnota servicekosten', plot.day(0, 1), -4_275)
  plot.isContacted(plot.day(0, 21))
  plot.pays(plot.day(1, 12))
}

function objectsByEmailAfterNotice(plot: Plot): void {
  objects(plot, 'e-mail')
  plot.owesFrom(2)
}

function objectsByLinkAfterNotice(plot: Plot): void {
  objects(plot, 'link')
  plot.owesFrom(2)
}

function objectsByPhoneAfterDemand(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted(plot.day(0, 20))
  plot.reports(plot.day(0, 21), { type: 'objection', channel: 'telefoon' })
}

/** Changes their mind: reported at the round after. */
function withdrawsObjection(plot: Plot): void {
  objects(plot, 'e-mail')
  plot.owesFrom(2)
  plot.reports(plot.day(2, 10), { type: 'objection-withdrawn', channel: 'telefoon' })
}

/** Objects, pays, and falls behind again: the objection belongs to the renter and holds in the new case too (C7). */
function objectionHoldsInNextCase(plot: Plot): void {
  objects(plot, 'link')
  plot.pays(plot.day(1, 11))
  plot.owesFrom(3)
  plot.isContacted(plot.day(3, 21))
}

function objects(plot: Plot, channel: string): void {
  plot.owes(0, 1)
  plot.isContacted(plot.day(0, 20))
  plot.reports(plot.day(1, 9), { type: 'objection', channel })
}

/** Nobody ever called: held at every round (G4b). */
function noContactAttempt(plot: Plot): void {
  plot.owesFrom(0)
}

/** Held once for want of contact, then called, then reported at the next round. */
function contactAttemptTooLate(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted(plot.day(2, 9))
}

/** Neither in the agreement register nor at the portal: held (G7), and listed for registration at the NVVK (R4). */
function noAgreement(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted(plot.day(0, 22))
}

/** Stays below what the municipality wants to hear of, until the third month. */
function belowMinimumAmount(plot: Plot): void {
  plot.owes(0, 1, 2)
  plot.isContacted(plot.day(0, 22))
}

/** The postcode is in no line of the table: a question for a person (R5). */
function unknownAddress(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted(plot.day(0, 22))
}

/** The ERP has no postcode until 2 April: letters go out, March is held (G7, G8), and the round of April reports it. */
function postcodeMissingAtFirst(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted(plot.day(0, 23))
}

/** A company rents the dwelling: letters, but never a report (C9). */
function legalPerson(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted(plot.day(0, 22))
}

/** Only a parking space: never a report (C9). */
function parkingSpace(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted(plot.day(0, 22))
}

/** A threat before the procedure has run its course: the letters go first, in their order. */
function threatTooEarly(plot: Plot): void {
  plot.owesFrom(0)
  plot.reports(plot.day(0, 19), { type: 'threat', kind: 'ontruiming', by: 'Wijkbeheer' })
  plot.isContacted(plot.day(0, 20))
}

/** The client's mandate ends on 31 March; due in April: held (G6). */
function mandateHasEnded(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted(plot.day(0, 22))
}

/** The municipality ended the agreement on 30 April; due in May: held (G7). */
function agreementHasEnded(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted(plot.day(0, 22))
}

/** Their line is damaged in one book (see books.ts): that book may not close the case. */
function damagedRow(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted(plot.day(0, 22))
}

/** Part of one late run of the bank statements: so many pay at once that the book waits for a person. */
function paysInBulk(plot: Plot): void {
  plot.owes(0)
  plot.isContacted(plot.day(0, 22))
  plot.pays('2026-04-16')
}

export const STORIES_BEFORE_SIGNAL = {
  paysInTime: { ...USUAL, count: 125, starts: FOUR_MONTHS, tell: paysInTime },
  paysBeforeReminder: { ...USUAL, clients: EXPORTED_EARLY, count: 34, starts: FOUR_MONTHS, tell: paysBeforeReminder },
  paysAfterReminder: { ...USUAL, count: 28, starts: ANY_MONTH, tell: paysAfterReminder },
  paysAfterDemand: { ...USUAL, count: 12, starts: ANY_MONTH, tell: paysAfterDemand },
  paysAfterNotice: { ...USUAL, count: 2, starts: EARLY, tell: paysAfterNotice },
  paysAndFallsBehindAgain: { ...USUAL, count: 3, starts: JANUARY, tell: paysAndFallsBehindAgain },
  staffBooksPayment: { ...USUAL, count: 16, starts: ANY_MONTH, tell: staffBooksPayment },
  staffBooksPartPayment: { ...USUAL, count: 1, starts: ANY_MONTH, tell: staffBooksPartPayment },
  arrangementKept: { ...USUAL, count: 1, starts: JANUARY, tell: arrangementKept },
  arrangementBroken: { ...USUAL, count: 2, starts: JANUARY, tell: arrangementBroken },
  arrangementForgotten: { ...USUAL, count: 1, starts: EARLY, tell: arrangementForgotten },
  disputedItem: { ...USUAL, count: 2, starts: EARLY, tell: disputedItem },
  disputedItemBesideRent: { ...USUAL, count: 1, starts: EARLY, tell: disputedItemBesideRent },
  creditNote: { ...USUAL, count: 1, starts: EARLY, tell: creditNote },
  objectsByEmailAfterNotice: { ...USUAL, count: 2, starts: EARLY, tell: objectsByEmailAfterNotice },
  objectsByLinkAfterNotice: { ...USUAL, count: 1, starts: EARLY, tell: objectsByLinkAfterNotice },
  objectsByPhoneAfterDemand: { ...USUAL, count: 2, starts: EARLY, tell: objectsByPhoneAfterDemand },
  withdrawsObjection: { ...USUAL, clients: MANDATED, count: 2, starts: EARLY, tell: withdrawsObjection },
  objectionHoldsInNextCase: { ...USUAL, clients: MANDATED, count: 2, starts: JANUARY, tell: objectionHoldsInNextCase },
  noContactAttempt: { ...USUAL, count: 2, starts: EARLY, tell: noContactAttempt },
  contactAttemptTooLate: { ...USUAL, clients: MANDATED, count: 1, starts: EARLY, tell: contactAttemptTooLate },
  noAgreement: { ...USUAL, towns: ['almere', 'groningen'], count: 2, starts: EARLY, tell: noAgreement },
  belowMinimumAmount: {
    clients: MANDATED,
    towns: ['eindhoven'],
    rentCents: 70_450,
    count: 2,
    starts: EARLY,
    tell: belowMinimumAmount,
  },
  unknownAddress: { ...USUAL, towns: ['unmapped'], count: 2, starts: EARLY, tell: unknownAddress },
  postcodeMissingAtFirst: {
    ...USUAL,
    clients: MANDATED,
    count: 2,
    starts: ['2026-02-01'],
    tell: postcodeMissingAtFirst,
  },
  legalPerson: { ...USUAL, count: 2, starts: EARLY, casting: { kind: 'rechtspersoon' }, tell: legalPerson },
  parkingSpace: { ...USUAL, count: 1, starts: EARLY, unit: 'overig', rentCents: 9_750, tell: parkingSpace },
  threatTooEarly: { ...USUAL, clients: MANDATED, count: 2, starts: EARLY, tell: threatTooEarly },
  mandateHasEnded: { ...USUAL, clients: ['BELEGGER-C'], count: 1, starts: ['2026-03-01'], tell: mandateHasEnded },
  agreementHasEnded: { ...USUAL, towns: ['haarlem'], count: 1, starts: ['2026-04-01'], tell: agreementHasEnded },
  damagedRow: { ...USUAL, clients: ['BELEGGER-A'], count: 2, starts: JANUARY, tell: damagedRow },
  paysInBulk: { ...USUAL, clients: ['BELEGGER-D'], count: 12, starts: ['2026-03-01', '2026-04-01'], tell: paysInBulk },
} as const satisfies Record<string, Story>
