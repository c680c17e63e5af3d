import { expect, test } from 'vitest'
import { search } from '../../shared/queries/search.ts'
import { recordOf } from '../adapters/renter-store.contract.ts'
import { aLedger, ENTRY } from '../functions/ledger.ts'

const owing = (openCents: number, dueOn = '2026-01-01') => [
  { contract: 'C-1', invoice: `F-${dueOn}`, rent: true, description: 'Huur', dueOn, openCents },
]
const person = { ...ENTRY.person, surname: 'Çelik', email: 'a.celik@voorbeeld.example' }

/** A renter of two clients, with a case that ended at the first. */
async function celik() {
  const ledger = await aLedger()
  await ledger.book('2026-01-05', { person, claims: owing(90_000) })
  await ledger.book('2026-02-05', { person, claims: owing(0) })
  await ledger.book('2026-03-05', { person, claims: owing(90_000, '2026-03-01') })
  await ledger.book('2026-05-05', { person, claims: owing(80_000, '2026-05-01') }, { client: 'BELEGGER-B' })
  return {
    ...ledger,
    found: async (typed: string) => (await search(ledger.ports, typed))?.cases.map(({ openedOn }) => openedOn) ?? null,
  }
}

const ALL = ['2026-05-05', '2026-03-05', '2026-01-05']
/** Where the renter has that name. */
const AT_A = ALL.slice(1)

test.each(['cel', 'A. Çelik', '1011 ab 1', '1011AB1', 'A.Celik@voorbeeld.example'])(
  'a renter is found by %s, with ended cases, the newest first',
  async (typed) => {
    const there = await celik()
    expect(await there.found(typed)).toEqual(typed.includes('1') ? ALL : AT_A)
  },
)

test('a debtor number finds the renter at every client, however its zeros are written', async () => {
  const there = await celik()
  for (const typed of ['100001', ' 0100001 ', '="100001"']) expect(await there.found(typed)).toEqual(ALL)
})

test('a case is found by its reference, however it is typed', async () => {
  const there = await celik()
  const caseId = await there.caseId()
  const typed = caseId.toLowerCase().replace('-', ' ')
  expect((await search(there.ports, ` ${typed} `))?.cases.map((each) => each.caseId)).toEqual([caseId])
})

test('nobody is found by what changed since, and everybody by what it is now', async () => {
  const there = await celik()
  const moved = { ...person, surname: 'Bos', houseNumber: '9' }
  await there.book('2026-05-12', { person: moved, claims: owing(80_000, '2026-05-01') })
  expect(await there.found('cel')).toEqual([])
  expect(await there.found('bos')).toEqual(AT_A)
  expect(await there.found('1011AB 9')).toEqual(AT_A)
})

test('the number of before a renumbering leads to the new one', async () => {
  const { ports } = await celik()
  const { renters } = ports
  const record = await renters.get('100001', 'BELEGGER-A')
  if (!record) throw new Error('there is no record')
  await renters.put({ ...record, renter: '777', version: 1 })
  const nobody = { ...recordOf('100001', record.version + 1).person, surname: '', email: '', postcode: '' }
  await renters.put({
    ...record,
    version: record.version + 1,
    movedTo: '777',
    caseId: null,
    earlierCases: [],
    person: nobody,
  })
  expect((await search(ports, '100001'))?.cases).toHaveLength(3)
  expect((await search(ports, 'celik'))?.cases).toHaveLength(2)
})

test('what is too short is no question, and what nobody has finds nobody', async () => {
  const there = await celik()
  for (const typed of ['', ' ', '-', '?!']) expect(await there.found(typed)).toBeNull()
  for (const typed of ['zzz', 'ce', '999999', '1011AB 77', 'x@y.example', 'VS-22222222'])
    expect(await there.found(typed), typed).toEqual([])
})

test('fifty cases are shown, and that there are more is said', async () => {
  const { ports } = await celik()
  for (let number = 0; number < 60; number += 1) {
    const record = { ...recordOf(`20${number}`, 1), caseId: `X-${number}` }
    await ports.renters.put({ ...record, person: { ...record.person, surname: 'Jansen' } })
    const [summary] = await ports.log.summariesOf([(await search(ports, 'cel'))?.cases[0]?.caseId ?? ''])
    if (summary) await ports.log.summarise({ ...summary, caseId: `X-${number}`, renter: record.renter })
  }
  const found = await search(ports, 'jansen')
  expect([found?.cases.length, found?.more]).toEqual([50, true])
  expect((await search(ports, 'cel'))?.more).toBe(false)
})
