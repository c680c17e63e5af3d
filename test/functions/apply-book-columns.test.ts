import { beforeEach, describe, expect, test } from 'vitest'
import type { BookEntry } from '../../shared/contracts/import.ts'
import { aLedger, ENTRY } from './ledger.ts'

// R7: what the columns of an export say of who may be written to.

let ledger: Awaited<ReturnType<typeof aLedger>>
beforeEach(async () => {
  ledger = await aLedger()
})
const book = (on: string, said: Partial<BookEntry>) => ledger.book(on, said)
const state = async () => (await ledger.ports.log.load(await ledger.caseId()))?.state
const told = async () => (await ledger.told())[ENTRY.client]
const record = async () => (await ledger.ports.renters.all(ENTRY.renter))[0]

const BEWIND = {
  ...{ kind: 'administration' as const, name: 'Voorbeeld Bewind', email: '', street: 'Postbus', houseNumber: '9' },
  ...{ houseNumberAddition: '', postcode: '3500AA', city: 'Utrecht' },
}

describe('a hold by column', () => {
  test('stands in the case before its workflow begins, and is told once', async () => {
    await book('2026-01-05', { hold: 'restructuring' })
    await book('2026-01-12', { hold: 'restructuring', gemeentecode: '0599' })
    expect((await state())?.hold).toEqual({ reason: 'restructuring', lookAgain: '2026-02-04', source: 'column' })
    expect(await told()).toEqual(['HoldStarted', 'CaseFactsCorrected'])
  })

  test('ends when the column is there and empty, and not when it is missing', async () => {
    await book('2026-01-05', { hold: 'blocked' })
    await book('2026-01-12', { hold: null })
    expect((await state())?.hold).toMatchObject({ reason: 'blocked' })
    await book('2026-01-19', { hold: 'none' })
    expect((await state())?.hold).toBeNull()
    await book('2026-01-26', { hold: 'none', gemeentecode: '0599' })
    expect(await told()).toEqual(['HoldStarted', 'HoldEnded', 'CaseFactsCorrected'])
  })

  test('of who died says so whatever the block says, until the day of death is empty', async () => {
    await book('2026-01-05', { deceased: '2025-12-15', hold: 'none' })
    expect((await state())?.hold).toMatchObject({ reason: 'deceased' })
    expect(await record()).toMatchObject({ deceased: '2025-12-15' })
    await book('2026-01-12', { deceased: null, hold: 'none' })
    expect((await state())?.hold).toMatchObject({ reason: 'deceased' })
    await book('2026-01-19', { deceased: 'none', hold: null })
    expect((await state())?.hold).toBeNull()
    expect(await record()).not.toHaveProperty('deceased')
  })

  test('becomes another when the column says another reason', async () => {
    await book('2026-01-05', { hold: 'blocked' })
    await book('2026-01-12', { hold: 'complaint' })
    expect((await state())?.hold).toMatchObject({ reason: 'complaint', source: 'column' })
  })
})

describe('a representative by column', () => {
  test('is known to the case by kind, and by name to the record alone', async () => {
    await book('2026-01-05', { representative: BEWIND })
    await book('2026-01-12', { representative: { ...BEWIND, city: 'Zeist' } })
    expect((await state())?.representative).toBe('administration')
    expect(await record()).toMatchObject({ representative: { ...BEWIND, city: 'Zeist', source: 'column' } })
    expect(await told()).toEqual(['RepresentativeChanged'])
    await book('2026-01-19', { representative: null })
    expect((await state())?.representative).toBe('administration')
    await book('2026-01-26', { representative: 'none' })
    expect((await state())?.representative).toBeNull()
    expect(await record()).not.toHaveProperty('representative')
  })
})

test('who is the main tenant is kept with the renter', async () => {
  await book('2026-01-05', { mainTenant: false })
  await book('2026-01-12', { mainTenant: null, hold: 'none' })
  expect(await record()).toMatchObject({ mainTenant: false })
})
