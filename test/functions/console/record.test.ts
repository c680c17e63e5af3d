import { describe, expect, test } from 'vitest'
import { ACTIONS } from '../../../functions/console/actions.ts'
import { reportedFactSchema } from '../../../shared/contracts/facts.ts'
import { rehearseFact } from '../../../shared/facts/rehearse.ts'
import { reportFact } from '../../../shared/facts/report-fact.ts'
import { aCaseReadyToReport, anArrearsCase } from '../../support/case-builder.ts'
import { aConsole, carried } from './a-console.ts'

const PREVIEW = '/dossiers/C-1/bezwaar?stap=gevolgen&channel=telefoon'

describe('what people record is shown before it is done', () => {
  test('the form asks, the next page shows, and only the button does it', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    expect(await there.get('/dossiers/C-1/bezwaar')).toContain('Hoe kwam het binnen?')
    const page = await there.get(PREVIEW)
    expect(page).toContain('Er is nog niets veranderd')
    expect(await there.events()).toEqual([])

    const posted = await there.post('/dossiers/C-1/bezwaar', carried(page))
    expect(posted.headers.get('location')).toBe('/dossiers/C-1?gedaan=bezwaar')
    const [event] = await there.events()
    expect(event).toMatchObject({ type: 'ObjectionLodged', channel: 'telefoon' })
    const colleague = (await there.ports.registers.colleagues()).find(({ name }) => name === 'Lies de Boer')
    expect(event?.by).toBe(colleague?.id)
  })

  test('pressed twice it counts once', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    const form = carried(await there.get('/dossiers/C-1/betaling?stap=gevolgen&amount=10%2C00'))
    await there.post('/dossiers/C-1/betaling', form)
    await there.post('/dossiers/C-1/betaling', form)
    expect((await there.events()).map(({ type }) => type)).toEqual(['PaymentBooked'])
  })

  test('in a case that moved on meanwhile, it is shown anew', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    const form = carried(await there.get(PREVIEW))
    await there.happens({ type: 'payment', amountCents: 100 })
    const posted = await there.post('/dossiers/C-1/bezwaar', form)
    const page = await posted.text()
    expect(page).toContain('intussen iets veranderd')
    expect((await there.events()).map(({ type }) => type)).toEqual(['PaymentBooked'])
    await there.post('/dossiers/C-1/bezwaar', carried(page))
    expect((await there.events()).at(-1)).toMatchObject({ type: 'ObjectionLodged' })
  })

  test('whoever a form says that it is, who is signed in says it', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    await there.post('/dossiers/C-1/bezwaar', {
      ...carried(await there.get(PREVIEW)),
      by: 'Iemand Anders',
      renter: '999999',
    })
    expect((await there.ports.registers.colleagues()).map(({ name }) => name)).not.toContain('Iemand Anders')
    expect((await there.events()).map(({ type }) => type)).toEqual(['ObjectionLodged'])
  })

  test('what is missing, and what cannot be read, stands beside its field', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    expect(await there.get('/dossiers/C-1/bezwaar?stap=gevolgen')).toContain('Maak een keuze.')
    expect(await there.get('/dossiers/C-1/betaling?stap=gevolgen&amount=veel')).toMatch(/id="amount-fout">[^<]*bedrag/)
    expect(await there.get('/dossiers/C-1/betaling?stap=gevolgen&amount=10&at=2026-02-30T10:00')).toContain(
      'id="at-fout"',
    )
    expect(await there.get('/dossiers/C-1/regeling?stap=gevolgen&terms=volgende+maand')).toContain('id="terms-fout"')
  })

  test('what the case refuses says why', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    expect(await there.get('/dossiers/C-1/contact?stap=gevolgen&kind=Telefoon&reached=ja&at=2026-02-01T10:00')).toMatch(
      /role="alert"/,
    )
  })

  test('a form that names a person stands in no address', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    const page = await there.get('/dossiers/C-1/vertegenwoordiger')
    expect(page).toContain('<form class="card pad" method="post">')
    const shown = await there.post('/dossiers/C-1/vertegenwoordiger', {
      kind: 'guardian',
      name: 'Mr. Recht',
      email: 'recht@kantoor.example',
    })
    expect((await there.post('/dossiers/C-1/vertegenwoordiger', carried(await shown.text()))).status).toBe(303)
    expect((await there.events()).map(({ type }) => type)).toContain('RepresentativeChanged')
  })
})

/** A way to fill in each action's form. */
const FILLED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  contact: { kind: 'Telefoon', reached: 'nee' },
  bezwaar: { channel: 'post' },
  'bezwaar-ingetrokken': { channel: 'post' },
  betaling: { amount: 'alles' },
  betwisting: { invoice: 'F-1' },
  'betwisting-opgelost': { invoice: 'F-1' },
  regeling: { terms: '25-4-2026 100,00\n25-05-2026 € 100' },
  dreiging: { kind: 'ontruiming' },
  antwoord: { code: 'accepted', on: '2026-04-16' },
  'in-de-wacht': { reason: 'complaint' },
  vertegenwoordiger: { kind: 'mentor', name: 'M. Entor', email: 'm@entor.example' },
  sluiten: { reason: 'written-off' },
}

describe('what is shown before is what happens', () => {
  const HISTORIES = {
    'a case just opened': [() => anArrearsCase(), '2026-03-03T11:00'],
    'a case that may be reported': [() => aCaseReadyToReport(), '2026-04-17T11:00'],
    'a case whose signal is queued': [() => aCaseReadyToReport().withSignalQueued('2026-04-20'), '2026-04-20T09:05'],
  } as const
  const tried = Object.entries(HISTORIES).flatMap(([name, [history, when]]) =>
    ACTIONS.map((action) => [action.slug, name, action, history, when] as const),
  )

  test.each(tried)('%s in %s', async (_slug, _name, action, history, when) => {
    const there = await aConsole(history(), when)
    const { facts } = await factsOf(there)
    const fact = reportedFactSchema.parse({
      ...action.fact(FILLED[action.slug] ?? {}),
      renter: '100001',
      client: 'BELEGGER-A',
      at: `${when}:00`,
      by: 'Lies de Boer',
    })
    const { outcome, cases } = await rehearseFact(facts, fact)
    expect(await there.events()).toEqual([])
    expect(await reportFact(facts, { id: 'x', fact })).toEqual(outcome)
    const shown = cases.flatMap(({ appended }) => appended.map(withoutChance))
    expect((await there.events()).map(withoutChance)).toEqual(shown)
  })
})

/** Of a colleague who is not in the register yet, the id is drawn; what is chained to it differs too. */
const withoutChance = ({
  by: _by,
  prev: _prev,
  cause: _cause,
  ...event
}: {
  readonly by: string
  readonly prev: string
  readonly cause?: string
}) => event

async function factsOf({ ports }: Awaited<ReturnType<typeof aConsole>>) {
  const workflow = ports.rounds
  return { facts: { ...ports, workflow, imports: workflow, rounds: workflow } }
}
