import { DELIVERABLE, EARLY, JANUARY, MANDATED, THREE_MONTHS } from './cast.ts'
import { OPEN_TOWNS, VPS_TOWNS } from './landscape.ts'
import type { Plot, Story } from './plot.ts'

// Cases of which the municipality hears: reminder on the 5th, demand on the 15th, notice on the 5th and signal on the
// 20th of the next month, all on working days.

const USUAL = { clients: MANDATED, towns: OPEN_TOWNS } as const

/** In arrears all the time, and called: the line that every story here shares. */
function isReported(plot: Plot): void {
  plot.owes(0, 1)
  plot.isContacted(plot.day(0, plot.random.between(19, 27)))
}

/** No answer within four weeks: to the collection agency, as the client's policy says. */
function neverAnswered(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
}

/** The client hands over right after the signal. */
function handedOverAfterSignal(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
}

/** The client has no agency: the case goes on waiting. */
function neverHandedOver(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
}

/** The agency has it; the renter pays after all: the agency is told to stop. */
function paysAfterHandOver(plot: Plot): void {
  isReported(plot)
  plot.owes(2)
  plot.pays(plot.day(2, 27))
}

/** Suspended for 30 days; the running rent is paid, and the debt soon after. */
function helpAccepted(plot: Plot): void {
  isReported(plot)
  plot.reports(plot.day(2, 3), { type: 'answer', accepted: true, on: plot.day(2, 2) })
  plot.pays(plot.day(3, 10))
}

/** Suspended; the 30 days pass without payment, and the process goes on where it stood. */
function helpAcceptedWithoutResult(plot: Plot): void {
  isReported(plot)
  plot.reports(plot.day(1, 25), { type: 'answer', accepted: true, on: plot.day(1, 24) })
}

/** The rent of the next month is not paid during the suspension: it ends early (LCV 4.1.d). */
function helpAcceptedThenNewArrears(plot: Plot): void {
  isReported(plot)
  plot.reports(plot.day(1, 25), { type: 'answer', accepted: true, on: plot.day(1, 24) })
  plot.owesFrom(2)
}

/** Accepted after the hand-over: the agency must pause all the same. */
function lateAnswerAfterHandOver(plot: Plot): void {
  isReported(plot)
  plot.owes(2)
  plot.reports(plot.day(2, 26), { type: 'answer', accepted: true, on: plot.day(2, 25) })
}

function answeredWithCode(plot: Plot): void {
  isReported(plot)
  const code = plot.random.pick(['repeated', 'below-threshold', 'deceased', 'moved-away', 'other'])
  plot.reports(plot.day(2, 2), { type: 'answer', code })
}

/** A code that is not in the list: a person must look at it (F2). */
function unknownAnswer(plot: Plot): void {
  isReported(plot)
  plot.reports(plot.day(2, 3), { type: 'answer', code: 'in-onderzoek' })
}

/** Paid after delivery: the signal is withdrawn (S4). */
function paysAfterDelivery(plot: Plot): void {
  isReported(plot)
  plot.pays(plot.day(1, 26))
}

/** Objects after delivery: the signal is withdrawn, the collection goes on (C7). */
function objectsAfterDelivery(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
  plot.reports(plot.day(1, 25), { type: 'objection', channel: 'e-mail' })
}

/** The court sets a date for the eviction: the signal goes out the same day (S1). */
function threatOfEviction(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
  plot.reports(plot.day(1, 17), { type: 'threat', kind: 'ontruiming', by: 'Team huurincasso' })
}

/** The portal refuses the line; a person mends it and sends it again (S5). */
function portalRejects(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
  const reason = plot.random.pick(['not-connected', 'unknown-address'])
  plot.reports(plot.day(1, 23), { type: 'portal-rejection', reason })
  plot.reports(plot.day(2, 6), { type: 'redeliver', by: 'Team huurincasso' })
}

/** The reminder bounces: the same letter goes by post (C5). */
function mailBounces(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
  plot.reports(plot.day(0, 5), { type: 'bounce' })
}

/** The five-day notice bounces: the objection period counts from the letter by post. */
function noticeBounces(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
  plot.reports(plot.day(1, 5), { type: 'bounce' })
}

/** Every letter goes by post. */
function noEmailAddress(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
}

/** Half is paid: the case stays, with the lower amount (C4). */
function partPayment(plot: Plot): void {
  isReported(plot)
  plot.paysPart(plot.day(0, 11), Math.floor(plot.rentCents / 2))
  plot.paysPart(plot.day(2, 11), 10_000)
}

/** A dwelling and a parking space: one renter, one case, one letter (C3). */
function severalContracts(plot: Plot): void {
  isReported(plot)
  plot.alsoRents('overig', 8_500, 0, 1)
}

/** In arrears since last autumn when the first book arrives: the order and the distances are kept (C1). */
function inArrearsSinceLastYear(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted('2026-01-22')
}

/** One postcode, two municipalities: the house number decides (R5). */
function borderAddress(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
}

/** Held for want of an agreement, until it is in force from 1 April. */
function agreementStartsInApril(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
}

/**
 * Held for want of a mandate; one from 15 March is too late for the letters to announce the report, so it stays held
 * (G4d).
 */
function mandateStartsInMarch(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
}

/** Reported to a municipality that uses VPS, and paid afterwards: a withdrawal in VPS's form. */
function reportedThroughVps(plot: Plot): void {
  isReported(plot)
  plot.pays(plot.day(2, 12))
}

/** The client wants to report again each month while the arrears last (LCV 3.2). */
function reportedAgain(plot: Plot): void {
  isReported(plot)
  plot.owesFrom(2)
}

export const STORIES_WITH_SIGNAL = {
  neverAnswered: { ...USUAL, clients: DELIVERABLE, count: 3, starts: THREE_MONTHS, tell: neverAnswered },
  handedOverAfterSignal: {
    ...USUAL,
    clients: ['BELEGGER-B'],
    count: 2,
    starts: THREE_MONTHS,
    tell: handedOverAfterSignal,
  },
  neverHandedOver: { ...USUAL, clients: ['BELEGGER-C'], count: 1, starts: JANUARY, tell: neverHandedOver },
  paysAfterHandOver: { ...USUAL, clients: DELIVERABLE, count: 1, starts: EARLY, tell: paysAfterHandOver },
  helpAccepted: { ...USUAL, count: 2, starts: EARLY, tell: helpAccepted },
  helpAcceptedWithoutResult: { ...USUAL, count: 1, starts: EARLY, tell: helpAcceptedWithoutResult },
  helpAcceptedThenNewArrears: { ...USUAL, count: 2, starts: EARLY, tell: helpAcceptedThenNewArrears },
  lateAnswerAfterHandOver: { ...USUAL, clients: DELIVERABLE, count: 1, starts: EARLY, tell: lateAnswerAfterHandOver },
  answeredWithCode: { ...USUAL, count: 4, starts: THREE_MONTHS, tell: answeredWithCode },
  unknownAnswer: { ...USUAL, count: 1, starts: EARLY, tell: unknownAnswer },
  paysAfterDelivery: { ...USUAL, count: 1, starts: THREE_MONTHS, tell: paysAfterDelivery },
  objectsAfterDelivery: { ...USUAL, count: 1, starts: THREE_MONTHS, tell: objectsAfterDelivery },
  threatOfEviction: { ...USUAL, count: 2, starts: THREE_MONTHS, tell: threatOfEviction },
  portalRejects: { ...USUAL, count: 2, starts: THREE_MONTHS, tell: portalRejects },
  mailBounces: { ...USUAL, count: 2, starts: THREE_MONTHS, tell: mailBounces },
  noticeBounces: { ...USUAL, count: 1, starts: EARLY, tell: noticeBounces },
  noEmailAddress: { ...USUAL, count: 2, starts: THREE_MONTHS, casting: { email: 'none' }, tell: noEmailAddress },
  partPayment: { ...USUAL, count: 1, starts: THREE_MONTHS, tell: partPayment },
  severalContracts: { ...USUAL, count: 1, starts: EARLY, tell: severalContracts },
  inArrearsSinceLastYear: {
    ...USUAL,
    count: 2,
    starts: ['2025-10-01', '2025-11-01', '2025-12-01'],
    tell: inArrearsSinceLastYear,
  },
  borderAddress: {
    ...USUAL,
    towns: ['diemen'],
    casting: { address: 'border' },
    count: 2,
    starts: EARLY,
    tell: borderAddress,
  },
  agreementStartsInApril: { ...USUAL, towns: ['tilburg'], count: 1, starts: EARLY, tell: agreementStartsInApril },
  mandateStartsInMarch: { ...USUAL, clients: ['BELEGGER-D'], count: 1, starts: JANUARY, tell: mandateStartsInMarch },
  reportedThroughVps: { ...USUAL, towns: VPS_TOWNS, count: 2, starts: THREE_MONTHS, tell: reportedThroughVps },
  reportedAgain: { ...USUAL, clients: ['BELEGGER-B'], count: 1, starts: JANUARY, tell: reportedAgain },
} as const satisfies Record<string, Story>
