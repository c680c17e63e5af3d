import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../support/property-runs.ts'
import { CLIENTS, playImports, RENTERS, someBooks, type Taken } from './overlapping-imports.ts'

// I1–I3, invariant 7: any number of books of any clients, in any order, at the same time, each call failing before or
// after it took effect.

/** What may be known of a renter: an import that broke off told some of its cases, and not others. */
type Possible = ReadonlySet<string>
const outcomeOf = (open: number, frozen: boolean) => `${open}${frozen && open > 0 ? ' frozen' : ''}`
const frozenOf = (known: string) => (known === '0' || known.endsWith('frozen') ? known : `${known} frozen`)

/** What a book makes of what was known of a renter. */
function after({ book, plan }: Taken, client: (typeof CLIENTS)[number], renter: string, before: Possible): Possible {
  const frozen = new Set([...before].map(frozenOf))
  if (plan.missing.includes(client)) return frozen
  if (!plan.books.includes(client)) return before
  const said = book.says[client][renter] ?? 'nothing'
  if (typeof said === 'number') return new Set([outcomeOf(said, false)])
  if (said === 'unreadable' || !plan.clients.includes(client)) return frozen
  return new Set([outcomeOf(0, false)])
}

test('I1, I2, I3 what is open in the end is what the newest book of each client says, that counted', async () => {
  await fc.assert(
    fc.asyncProperty(someBooks, fc.scheduler(), async (books, scheduler) => {
      const { taken, outcome, open } = await playImports(books, scheduler)
      const { cases, listed, running } = await open()
      expect({ listed, running }, 'no open case is in no list, or without an execution').toEqual({
        listed: cases,
        running: cases,
      })
      for (const client of CLIENTS) {
        const counted = taken.filter(({ plan }) => plan.books.includes(client))
        const days = counted.map(({ plan }) => plan.on)
        expect(days, 'in the order of their dates').toEqual(days.toSorted())
        const delivered = books.filter(({ says }) => RENTERS.some((renter) => says[client][renter] !== 'nothing'))
        expect(days.at(-1), 'the newest counts').toBe(
          delivered
            .map(({ on }) => on)
            .toSorted()
            .at(-1),
        )
        for (const renter of RENTERS) {
          let possible: Possible = new Set([outcomeOf(0, false)])
          for (const each of taken) {
            const now = after(each, client, renter, possible)
            possible = each.done ? now : new Set([...possible, ...now])
          }
          const { open, frozen } = await outcome(client, renter)
          expect([...possible], `${client} ${renter}`).toContain(outcomeOf(open, frozen))
        }
      }
    }),
    { numRuns: runs(400) },
  )
})
