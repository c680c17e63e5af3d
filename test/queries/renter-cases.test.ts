import { expect, test } from 'vitest'
import { caseList } from '../../shared/queries/case-list.ts'
import { casesOfRenter } from '../../shared/queries/renter-cases.ts'
import { aLedger } from '../functions/ledger.ts'

const owing = (openCents: number, dueOn = '2026-01-01') => [
  { contract: 'C-1', invoice: `F-${dueOn}`, rent: true, description: 'Huur', dueOn, openCents },
]

test('K1 all cases of a renter are found, at every client, also those that ended, the newest first', async () => {
  const ledger = await aLedger()
  const ofRenter = async () =>
    (await casesOfRenter(ledger.ports, '100001')).map(({ client, phase, openedOn }) => [client, phase, openedOn])
  expect(await ofRenter()).toEqual([])
  await ledger.book('2026-01-05')
  await ledger.book('2026-02-05', { claims: owing(0) })
  await ledger.book('2026-03-05', { claims: owing(90_000, '2026-03-01') })
  await ledger.book('2026-03-20', { claims: owing(0, '2026-03-01') })
  await ledger.book('2026-05-05', { claims: owing(80_000, '2026-05-01') }, { client: 'BELEGGER-B' })
  // The same again changes nothing.
  await ledger.book('2026-05-12', { claims: owing(80_000, '2026-05-01') }, { client: 'BELEGGER-B' })

  const found = await ofRenter()
  expect(found.slice(2)).toEqual([
    ['BELEGGER-A', 'paid', '2026-03-05'],
    ['BELEGGER-A', 'paid', '2026-01-05'],
  ])
  expect(found.slice(0, 2).sort()).toEqual([
    ['BELEGGER-A', 'reminding', '2026-05-05'],
    ['BELEGGER-B', 'reminding', '2026-05-05'],
  ])
  expect(await casesOfRenter(ledger.ports, '999999')).toEqual([])
  const filter = { ended: true, client: 'BELEGGER-A', phase: 'paid' } as const
  const { cases } = await caseList(ledger.ports, filter, { size: 10, cursor: null })
  expect(cases.map(({ openedOn }) => openedOn).sort()).toEqual(['2026-01-05', '2026-03-05'])
})
