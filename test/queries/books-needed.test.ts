import { beforeEach, describe, expect, test } from 'vitest'
import type { CaseSummary } from '../../shared/contracts/ports.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { booksNeeded } from '../../shared/queries/books-needed.ts'
import { anEmptyWorld } from '../support/in-memory/world.ts'
import { REGISTERS } from '../support/landscape.ts'

const waiting = (step: CaseSummary['step'], due: string | null): CaseSummary => ({
  ...{ caseId: 'VS-1', seq: 3, renter: '100001', client: 'BELEGGER-A', gemeentecode: '0363', phase: 'reminding' },
  ...{ step, due, queue: null, openedOn: '2026-01-02', months: 1, amountCents: 90_000 },
})

describe('C13 whose book is needed', () => {
  let registers: ReturnType<typeof anEmptyWorld>['registers']
  beforeEach(async () => {
    const at = instantAt('2026-01-02', '06:00')
    registers = anEmptyWorld(() => new Date(at)).registers
    await registers.load(registersSchema.parse(REGISTERS), at, 'M-1')
    await registers.noteBook('BELEGGER-A', '2026-01-02', instantAt('2026-01-02', '06:00'))
  })
  const needed = async (open: CaseSummary[], on: string) =>
    (await booksNeeded(registers, await registers.clients(), open, on)).map(({ client, why, cases, last }) => [
      client.id,
      why,
      cases,
      last,
    ])

  test('that of cases which wait for one, and of letters that come due on a book of more than 14 days', async () => {
    const notice = waiting('notice', instantAt('2026-01-16', '09:00'))
    expect(await needed([notice], '2026-01-16')).toEqual([])
    const later = waiting('notice', instantAt('2026-02-05', '09:00'))
    expect(await needed([later], '2026-02-04')).toEqual([])
    expect(await needed([later, waiting('book', null)], '2026-02-05')).toEqual([
      ['BELEGGER-A', 'waiting', 2, '2026-01-02'],
    ])
  })

  test('that of signals and hand-overs on a book of more than ten days', async () => {
    const signal = waiting('signal', instantAt('2026-01-12', '09:00'))
    expect(await needed([signal], '2026-01-12')).toEqual([])
    const later = waiting('hand-over', instantAt('2026-01-13', '09:00'))
    expect(await needed([later], '2026-01-13')).toEqual([['BELEGGER-A', 'waiting', 1, '2026-01-02']])
  })

  test('eight and three working days before a round for which it will be too old, and on no other day', async () => {
    const signal = waiting('signal', instantAt('2026-02-20', '09:00'))
    for (const on of ['2026-02-10', '2026-02-17'])
      expect(await needed([signal], on)).toEqual([['BELEGGER-A', 'round', 1, '2026-01-02']])
    for (const on of ['2026-02-09', '2026-02-11', '2026-02-16', '2026-02-18'])
      expect(await needed([signal], on)).toEqual([])
    await registers.noteBook('BELEGGER-A', '2026-02-10', instantAt('2026-02-10', '06:00'))
    expect(await needed([signal], '2026-02-17')).toEqual([])
  })

  test('on the third of a month of which no book shows the rent yet', async () => {
    expect(await needed([waiting('reminder', null)], '2026-02-03')).toEqual([
      ['BELEGGER-A', 'reminders', 1, '2026-01-02'],
    ])
    await registers.noteBook('BELEGGER-A', '2026-02-02', instantAt('2026-02-02', '06:00'))
    expect(await needed([waiting('reminder', null)], '2026-02-03')).toEqual([])
  })

  test('that of a newer one which waits for a person', async () => {
    await registers.noteWaitingBook('BELEGGER-A', '2026-01-05')
    expect(await needed([waiting('notice', instantAt('2026-01-05', '09:00'))], '2026-01-05')).toEqual([
      ['BELEGGER-A', 'waiting', 1, '2026-01-02'],
    ])
  })
})
