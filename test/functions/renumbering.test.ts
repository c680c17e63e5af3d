import { beforeEach, describe, expect, test } from 'vitest'
import { applyBook } from '../../functions/apply-book/apply-book.ts'
import { closePaid } from '../../functions/close-paid/close-paid.ts'
import { readExport } from '../../functions/read-export/read-export.ts'
import { recordFact } from '../../functions/record-fact/record-fact.ts'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import type { ImportPlan } from '../../shared/contracts/import.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { answerSameRenter } from '../../shared/facts/same-renter.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { aWorld } from '../support/in-memory/world.ts'
import { EXPORT_TITLES, toCsv } from '../support/scenario.ts'
import { breakingOffAt } from './caseload.ts'

const CLIENT = 'BELEGGER-A'
const [OLD, NEW] = ['600001', '900001']

const LINE = {
  ...{ Opdrachtgever: CLIENT, Debiteurnummer: OLD, Contractnummer: 'H-1', 'Soort huurder': 'natuurlijk persoon' },
  ...{ Achternaam: 'Bos', Voorletters: 'A.', Straatnaam: 'Dorpsstraat', Huisnummer: '2', Postcode: '1011 AB' },
  ...{ Woonplaats: 'Amsterdam', 'Soort eenheid': 'woning', Factuurnummer: 'F-1', Omschrijving: 'Huur' },
  ...{ Vervaldatum: '01-01-2026', Bedrag: '900,00', Openstaand: '900,00' },
}
type Line = Partial<typeof LINE>
const ANOTHER: Line = {
  ...{ Debiteurnummer: '700001', Contractnummer: 'H-7', Achternaam: 'Vis', Huisnummer: '7', Factuurnummer: 'F-7' },
}

/** Books of one client, taken over by the states of an import one after another. */
async function anOffice() {
  let now = ''
  const world = await aWorld(() => new Date(now))
  const ports = { ...world, imports: world.workflow, rounds: world.workflow }
  const { log, notebook, objects, renters, workflow } = world
  let imports = 0
  let facts = 0
  const plans: ImportPlan[] = []
  const take = async (key: string, confirmed: boolean, around: Partial<typeof world> = {}) => {
    imports += 1
    const importId = `import-${imports}`
    const plan = await readExport({ ...world, ...around }, { key, confirmed, importId })
    if (!('batches' in plan)) throw new Error('another import is under way')
    plans.push(plan)
    for (const batch of plan.batches) await applyBook({ ...world, ...around }, { importId, on: plan.on, batch })
    if (plan.status === 'accepted') await closePaid({ ...world, ...around }, plan)
    return plan.status
  }
  return {
    ports,
    renters,
    async book(on: string, ...lines: Line[]): Promise<string> {
      now = instantAt(on, '06:00')
      const key = `${on}-boek.csv`
      await objects.put(
        'inbox',
        key,
        toCsv(
          lines.map((line) => ({ ...LINE, ...line })),
          EXPORT_TITLES,
        ),
        'text/csv',
      )
      return take(key, false)
    },
    take,
    /** The last state of an import runs once more. */
    closesAgain: async (at: number) => {
      const plan = plans[at]
      if (!plan) return
      await world.notebook.put('import', 'turn', plan.importId)
      await closePaid(world, plan)
    },
    isAt(at: string): void {
      now = instantAt(at.slice(0, 10), at.slice(11))
    },
    async says(at: string, fields: object, known?: string) {
      this.isAt(at)
      facts += 1
      const id = known ?? `fact-${facts}`
      const answer = await recordFact(ports, { id, detail: reportedFactSchema.parse({ at, ...fields }) })
      await this.readsAgain()
      return answer
    },
    /** The imports that were asked for. */
    async readsAgain() {
      for (const [name, { key, confirmed }] of [...workflow.imports]) {
        workflow.imports.delete(name)
        await take(key, confirmed)
      }
    },
    async cases() {
      const found = []
      for await (const { summary, events, state } of log.all())
        found.push({ renter: summary?.renter, told: events.map(({ type }) => type), state })
      return found
    },
    told: async () => {
      const told: [string | undefined, string[]][] = []
      for await (const { summary, events } of log.all()) told.push([summary?.renter, events.map(({ type }) => type)])
      return told
    },
    questions: async () => (await allQuestions(notebook)).filter(({ about }) => about === 'same-renter'),
  }
}
type Office = Awaited<ReturnType<typeof anOffice>>

const FROZEN = [OLD, ['CaseOpened', 'HoldStarted']]

describe('R6 a renter leaves the book, and another number comes into it', () => {
  let office: Office
  beforeEach(async () => {
    office = await anOffice()
    await office.book('2026-01-05', {}, ANOTHER)
  })

  test.each<[string, Line]>([
    ['the same contract', { Achternaam: 'De Vries', Huisnummer: '9', Factuurnummer: 'F-9' }],
    ['an invoice that only one renter has', { Contractnummer: 'H-9', Achternaam: 'De Vries', Huisnummer: '9' }],
    ['the same surname and address', { Contractnummer: 'H-9', Achternaam: 'BOS', Factuurnummer: 'F-9' }],
  ])('with %s: nothing is paid or opened, nothing leaves, and a person is asked', async (_, line) => {
    await office.book('2026-01-12', { ...line, Debiteurnummer: NEW }, ANOTHER)
    await office.book('2026-01-19', { ...line, Debiteurnummer: NEW }, ANOTHER)
    const [frozen, other, ...more] = await office.cases()
    expect([frozen?.renter, frozen?.told]).toEqual(FROZEN)
    expect(frozen?.state.hold).toMatchObject({ reason: 'other', source: 'renumbering' })
    expect([other?.told, more]).toEqual([['CaseOpened'], []])
    const asked = await office.questions()
    expect(asked).toMatchObject([{ reason: 'renumbered', renter: NEW, options: ['yes', 'no'], endedAt: null }])
    expect(asked[0]?.caseId).not.toBeNull()
  })

  test.each<[string, Line]>([
    ['nothing in common', { Contractnummer: 'H-9', Achternaam: 'De Vries', Huisnummer: '9', Factuurnummer: 'F-9' }],
    [
      'an invoice number that others had too',
      { Contractnummer: 'H-9', Achternaam: 'De Vries', Huisnummer: '9', Factuurnummer: 'F-7' },
    ],
  ])('with %s: the one paid, and the other is behind', async (_, line) => {
    await office.book('2026-01-12', { ...line, Debiteurnummer: NEW }, { ...ANOTHER, Factuurnummer: 'F-8' })
    expect((await office.told())[0]).toEqual([OLD, ['CaseOpened', 'CasePaid']])
    expect((await office.told()).at(-1)).toEqual([NEW, ['CaseOpened']])
    expect(await office.questions()).toEqual([])
  })

  test('both leave again: the old case is paid by then, and nobody is asked any more', async () => {
    await office.book('2026-01-12', { Debiteurnummer: NEW }, ANOTHER)
    await office.book('2026-01-19', ANOTHER)
    expect((await office.told())[0]).toEqual([OLD, ['CaseOpened', 'HoldStarted', 'CasePaid']])
    expect(await office.questions()).toMatchObject([{ answeredBy: 'system' }])
  })

  test('the old number comes back: its case goes on, and the other number has one of its own', async () => {
    await office.book('2026-01-12', { Debiteurnummer: NEW }, ANOTHER)
    await office.book('2026-01-19', {}, { Debiteurnummer: NEW, Factuurnummer: 'F-9' }, ANOTHER)
    const told = await office.told()
    expect(told[0]).toEqual([OLD, ['CaseOpened', 'HoldStarted', 'HoldEnded']])
    expect(told.at(-1)).toEqual([NEW, ['CaseOpened']])
    expect(await office.questions()).toMatchObject([{ answeredBy: 'system' }])
  })

  test('a book that breaks off is taken over again, without a second hold or question', async () => {
    const { log } = office.ports
    await expect(
      office
        .book('2026-01-12', { Debiteurnummer: NEW }, ANOTHER)
        .then(() => office.take('2026-01-12-boek.csv', false, { log: breakingOffAt('HoldStarted', log) })),
    ).resolves.toBe('accepted')
    expect((await office.told())[0]).toEqual(FROZEN)
    expect(await office.questions()).toHaveLength(1)
  })
})

describe('R6 a person says of a new number', () => {
  let office: Office
  beforeEach(async () => {
    office = await anOffice()
    await office.book('2026-01-05', {}, ANOTHER)
    await office.says('2026-01-08T10:00', { type: 'objection', renter: OLD, channel: 'e-mail' })
    await office.book('2026-01-12', { Debiteurnummer: NEW, Openstaand: '800,00' }, ANOTHER)
  })
  const same = { type: 'same-renter', renter: NEW, was: OLD }
  const objects = async (renter: string) => (await office.renters.lastWord(renter, CLIENT))?.objects ?? false
  const GOES_ON = ['CaseOpened', 'ObjectionLodged', 'HoldStarted', 'HoldEnded', 'ArrearsChanged']

  test('that it is the same renter: everything goes on under it', async () => {
    const before = await office.renters.get(OLD, CLIENT)
    expect(await office.says('2026-01-13T10:00', same)).toEqual({ recorded: true })
    const [moved, ...others] = await office.cases()
    expect([moved?.renter, moved?.told, others.length]).toEqual([NEW, GOES_ON, 1])
    expect(moved?.state.claims).toMatchObject([{ number: 1, openCents: 80_000 }])
    const { key, claims, caseId } = before ?? {}
    expect(await office.renters.get(NEW, CLIENT)).toMatchObject({ key, claims, caseId, formerly: [OLD] })
    expect(await objects(NEW)).toBe(true)
    expect(await office.questions()).toMatchObject([{ endedAt: expect.any(String) }])
  })

  test('and nothing of the renter stays under the old one, whose facts are about the new one', async () => {
    await office.says('2026-01-13T10:00', same)
    expect(JSON.stringify(await office.renters.get(OLD, CLIENT))).not.toMatch(/Bos|Dorpsstraat|F-1|H-1/)
    await office.says('2026-01-14T10:00', { type: 'objection-withdrawn', renter: OLD, channel: 'e-mail' })
    expect((await office.cases())[0]?.told).toEqual([...GOES_ON, 'ObjectionWithdrawn'])
    expect(await objects(NEW)).toBe(false)
  })

  test('that it is another: the old case was paid by that book, and the new one opens', async () => {
    await office.says('2026-01-13T10:00', { ...same, not: true })
    const told = await office.told()
    expect(told[0]).toEqual([OLD, ['CaseOpened', 'ObjectionLodged', 'HoldStarted', 'CasePaid']])
    expect(told.at(-1)).toEqual([NEW, ['CaseOpened']])
    expect(await objects(NEW)).toBe(false)
    await office.book('2026-01-19', { Debiteurnummer: NEW }, ANOTHER)
    expect(await office.questions()).toHaveLength(1)
  })

  test.each([
    ['yes', [NEW, GOES_ON]],
    ['no', [OLD, ['CaseOpened', 'ObjectionLodged', 'HoldStarted', 'CasePaid']]],
  ] as const)('%s, as the answer to the question', async (answer, told) => {
    const [asked] = await office.questions()
    const given = { question: asked?.id ?? '', answer, by: 'M-1' }
    expect(await answerSameRenter(office.ports, given)).toEqual({ recorded: true })
    await office.readsAgain()
    expect((await office.told())[0]).toEqual(told)
    expect(await office.questions()).toMatchObject([{ answeredBy: 'M-1' }])
    expect(await answerSameRenter(office.ports, given)).toBeNull()
  })

  test('by the fact that answers a question', async () => {
    const [asked] = await office.questions()
    const answered = { type: 'question-answered', question: asked?.id, answer: 'yes' }
    expect(await office.says('2026-01-13T10:00', answered)).toEqual({ recorded: true })
    expect((await office.told())[0]).toEqual([NEW, GOES_ON])
  })

  test('twice, or by halves, it counts once', async () => {
    const { log, renters } = office.ports
    const put: typeof renters.put = async (record) => {
      if (record.movedTo !== undefined) throw new Error('the machine stopped')
      return renters.put(record)
    }
    office.isAt('2026-01-13T10:00')
    const fact = { id: 'a-fact', detail: reportedFactSchema.parse({ at: '2026-01-13T10:00', ...same }) }
    for (const broken of [
      { ...office.ports, renters: { ...renters, put } },
      { ...office.ports, log: breakingOffAt('HoldEnded', log) },
    ])
      await expect(recordFact(broken, fact)).rejects.toThrow('the machine stopped')
    await office.says('2026-01-13T10:00', same, 'a-fact')
    await office.says('2026-01-13T10:00', same, 'a-fact')
    expect((await office.told())[0]).toEqual([NEW, GOES_ON])
  })

  test.each([
    ['the same', {}, [NEW, GOES_ON]],
    ['another', { not: true }, [OLD, ['CaseOpened', 'ObjectionLodged', 'HoldStarted', 'CasePaid']]],
  ])('%s, while the book is still being taken over: what was said stays', async (_, answer, told) => {
    await office.says('2026-01-13T10:00', { ...same, ...answer })
    await office.closesAgain(1)
    expect((await office.told())[0]).toEqual(told)
    expect(await office.questions()).toMatchObject([{ endedAt: expect.any(String) }])
  })

  test('whom nobody knows, or who has cases of his own: it is a question', async () => {
    expect(await office.says('2026-01-13T10:00', { ...same, was: '111111' })).toMatchObject({
      reason: 'unknown-renter',
    })
    expect(await office.says('2026-01-13T10:00', { ...same, renter: '700001' })).toMatchObject({ reason: 'elsewhere' })
    expect((await office.told())[0]?.[0]).toBe(OLD)
  })
})

test('R6 a person who says it before the book shows it: the new number goes on with the case', async () => {
  const office = await anOffice()
  await office.book('2026-01-05', {})
  expect(await office.says('2026-01-08T10:00', { type: 'same-renter', renter: NEW, was: OLD })).toEqual({
    recorded: true,
  })
  await office.book('2026-01-12', { Debiteurnummer: NEW, Openstaand: '800,00' })
  expect(await office.told()).toEqual([[NEW, ['CaseOpened', 'ArrearsChanged']]])
})
