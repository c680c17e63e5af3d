import { describe, expect, test } from 'vitest'
import { amountOf } from '../../../functions/console/amount.ts'
import { ownPath } from '../../../functions/console/own-path.ts'
import { askQuestion } from '../../../shared/questions/questions.ts'
import { aCaseReadyToReport, at } from '../../support/case-builder.ts'
import { aConsole, carried } from './a-console.ts'

describe('an amount as somebody types it', () => {
  test.each([
    ['1.234,50', 1234.5],
    ['1234,5', 1234.5],
    ['100.50', 100.5],
    ['12.5', 12.5],
    ['1.234', 1234],
    ['€ 10', 10],
  ])('%s', (typed, euros) => {
    expect(amountOf(typed)).toBe(euros)
  })

  test.each(['veel', '1.23.4', '1,234.50', '', '-5'])('%s is none', (typed) => {
    expect(amountOf(typed)).toBe(typed)
  })
})

test.each([
  '/.//elders.example',
  '/..//elders.example',
  '/x/..//elders.example',
  '//elders.example',
  '/\\elders.example',
])('%s is no page of ours', (path) => {
  expect(ownPath(path)).toBe('/')
})

describe('what is recorded counts in the renter’s newest case', () => {
  test('so an older one shows the way there, and takes nothing', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    const { renters } = there.ports
    const record = await renters.get('100001', 'BELEGGER-A')
    if (record) await renters.put({ ...record, version: record.version + 1, caseId: 'C-2', earlierCases: ['C-1'] })
    const page = await there.get('/dossiers/C-1')
    expect(page).toContain('href="/dossiers/C-2"')
    expect(page).not.toContain('/dossiers/C-1/sluiten')
    expect((await there.request('/dossiers/C-1/sluiten')).status).toBe(404)
    expect((await there.post('/dossiers/C-1/sluiten', { reason: 'sold' })).status).toBe(404)
  })
})

describe('what is shown before it is done', () => {
  test('tells that a signal leaves again once the objection is withdrawn', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-10')
    await there.post(
      '/dossiers/C-1/bezwaar',
      carried(await there.get('/dossiers/C-1/bezwaar?stap=gevolgen&channel=post')),
    )
    there.isAt('2026-04-15')
    expect(await there.get('/dossiers/C-1/bezwaar-ingetrokken?stap=gevolgen&channel=post')).toContain(
      'Het signaal gaat mee in de ronde',
    )
  })

  test('F2 help that was accepted long ago becomes a question, and is not refused', async () => {
    const there = await aConsole(
      aCaseReadyToReport()
        .withSignalQueued('2026-04-20')
        .withSignalReserved('2026-04-20T09:10')
        .withSignalDelivered('2026-04-20T09:11'),
      '2026-06-17',
    )
    const page = await there.get('/dossiers/C-1/antwoord?stap=gevolgen&code=accepted&on=2026-04-25')
    expect(page).toContain('Een collega krijgt een vraag')
    expect((await there.post('/dossiers/C-1/antwoord', carried(page))).status).toBe(303)
    expect(await there.ports.notebook.list('question')).toMatchObject([{ value: { reason: 'acceptance-old' } }])
  })

  test('a question that was asked anew is not ended by an answer to the old one', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    const question = { about: 'answer', reason: 'unknown-answer', caseId: 'C-1', at: at('2026-04-17') } as const
    await askQuestion(there.ports, 'q-1', question)
    const form = carried(await there.get('/vragen/q-1?antwoord=done'))
    await askQuestion(there.ports, 'q-1', { ...question, reason: 'maybe-accepted' })
    expect(await (await there.post('/vragen/q-1', form)).text()).toContain('intussen iets veranderd')
    expect((await there.ports.notebook.get('question', 'q-1'))?.endedAt).toBeNull()
  })

  test('a button that was pressed twice says that it is done', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    const form = carried(await there.get('/dossiers/C-1/betaling?stap=gevolgen&amount=10'))
    await there.post('/dossiers/C-1/betaling', form)
    expect((await there.post('/dossiers/C-1/betaling', form)).status).toBe(303)
  })
})

test('a cross offers only what can mend it: no withdrawal of an objection that nobody made', async () => {
  const there = await aConsole(aCaseReadyToReport(), '2026-04-08')
  expect(await there.get('/dossiers/C-1')).not.toContain('/dossiers/C-1/bezwaar-ingetrokken')
})

test.each(['/registers?op=2026-99-99', '/dossiers?voor=9999-12-31', '/zoek', '/dossiers?van=1.234,50'])(
  '%s breaks nothing',
  async (path) => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    expect((await there.request(path)).status).toBeLessThan(500)
  },
)
