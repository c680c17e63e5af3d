import { questionOf } from '../../../shared/facts/about-renter.ts'
import { nameOf } from '../../../shared/facts/report-fact.ts'
import { EARLY, JANUARY, MANDATED } from './cast.ts'
import { OPEN_TOWNS } from './landscape.ts'
import type { Plot, Story } from './plot.ts'

// Cases in which a person's word decides, and renters who are never quite on time.

const USUAL = { clients: MANDATED, towns: OPEN_TOWNS } as const
const SHARED = {
  clients: ['BELEGGER-A'],
  towns: ['amsterdam'],
  casting: { address: 'shared' },
  count: 1,
  starts: JANUARY,
} as const
const STAFF = 'Team huurincasso'

/** A complaint about repairs: nothing goes out until it is settled (R7). */
function onHold(plot: Plot): void {
  plot.owesFrom(0)
  plot.reports(plot.day(0, 12), { type: 'hold', reason: 'complaint', lookAgain: plot.day(1, 12), by: STAFF })
  plot.reports(plot.day(1, 23), { type: 'hold-ended', by: STAFF })
}

/** An administrator gets the letters in the renter's place (R7). */
function hasAdministrator(plot: Plot): void {
  plot.owesFrom(0)
  plot.reports(plot.day(0, 12), {
    ...{ type: 'representative', name: 'Voorbeeld Bewindvoering', street: 'Kade', houseNumber: '8', by: STAFF },
    ...{ postcode: '1011AB', city: 'Amsterdam', email: 'post@bewind.example' },
  })
}

/** Nobody can report it, so a person sends it to the agency (F3). */
function handedOverByAPerson(plot: Plot): void {
  plot.owesFrom(0)
  plot.isContacted(plot.day(0, 22))
  plot.reports(plot.day(3, 7), { type: 'hand-over', by: STAFF })
}

/** Written off after the death of a tenant without an estate. */
function writtenOff(plot: Plot): void {
  plot.owes(0, 1)
  plot.reports(plot.day(1, 25), { type: 'close', reason: 'written-off', by: STAFF })
}

/** Every month is paid in the next one (C10). */
function alwaysAMonthLate(plot: Plot): void {
  plot.owesFrom(0)
  for (const month of [1, 2, 3, 4]) plot.paysPart(plot.day(month, 12), plot.rentCents)
}

/** Four euros stay open of one month: of these nothing begins (C11). */
function leavesARemainder(plot: Plot): void {
  plot.owes(0)
  plot.paysPart(plot.day(0, 20), plot.rentCents - 400)
}

/** Says that help is welcome, which a colleague sees to, and asks to pay in terms. */
function asksForHelp(plot: Plot): void {
  plot.owes(0, 1)
  const { debtor } = plot.renter
  const id = `hulp-${debtor}`
  plot.reports(plot.day(0, 16), { type: 'help-wanted', id, by: 'renter' })
  plot.reports(plot.day(0, 17), {
    ...{ type: 'arrangement-wanted', amount: 150, from: plot.day(1, 1), phone: '0612345678', by: 'renter' },
  })
  plot.isDone(plot.day(0, 20), questionOf(nameOf(id), { type: 'help-wanted', renter: debtor }), STAFF)
}

/** The ERP gives the renter another number; a person says that it is the same one, and everything goes on (R6). */
function isRenumbered(plot: Plot): void {
  plot.owesFrom(0)
  plot.reports(plot.day(0, 22), { type: 'contact-attempt', kind: 'Telefoon', reached: true, by: STAFF })
  const { debtor, client } = plot.renter
  const renumbered = String(Number(debtor) + 100)
  plot.isRenumbered(plot.day(2, 4), renumbered)
  plot.reports(plot.day(2, 6), { type: 'same-renter', was: debtor, client, by: STAFF })
}

/** Two rooms of one house: for the one who paid, a person takes the signal back in the portal (S4). */
function paysInSharedHouse(plot: Plot): void {
  owesInSharedHouse(plot)
  plot.pays(plot.day(1, 26))
  plot.reports(plot.day(2, 9), { type: 'withdrawn-by-hand', by: STAFF })
}

function owesInSharedHouse(plot: Plot): void {
  plot.owes(0, 1)
  plot.isContacted(plot.day(0, 21))
}

export const STORIES_BY_WORD = {
  onHold: { ...USUAL, count: 1, starts: JANUARY, tell: onHold },
  hasAdministrator: { ...USUAL, count: 1, starts: JANUARY, tell: hasAdministrator },
  handedOverByAPerson: { ...USUAL, towns: ['almere'], count: 1, starts: JANUARY, tell: handedOverByAPerson },
  writtenOff: { ...USUAL, count: 1, starts: EARLY, tell: writtenOff },
  alwaysAMonthLate: { ...USUAL, count: 1, starts: JANUARY, tell: alwaysAMonthLate },
  leavesARemainder: { ...USUAL, count: 1, starts: EARLY, tell: leavesARemainder },
  asksForHelp: { ...USUAL, count: 1, starts: EARLY, tell: asksForHelp },
  isRenumbered: { ...USUAL, clients: ['BELEGGER-A'], count: 1, starts: JANUARY, tell: isRenumbered },
  paysInSharedHouse: { ...SHARED, tell: paysInSharedHouse },
  owesInSharedHouse: { ...SHARED, tell: owesInSharedHouse },
} as const satisfies Record<string, Story>
