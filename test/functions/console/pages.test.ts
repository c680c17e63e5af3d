import { describe, expect, test } from 'vitest'
import { askQuestion } from '../../../shared/questions/questions.ts'
import { aCaseReadyToReport, anArrearsCase, at } from '../../support/case-builder.ts'
import { aConsole, carried } from './a-console.ts'

describe('Vandaag', () => {
  test('H1 names who is to be called, with the number, what is open, and the way to say how it went', async () => {
    const called = anArrearsCase()
      .withReminderSent('2026-03-05')
      .withDemandSent('2026-03-16')
      .withContactTask('2026-03-23', '2026-03-16')
    const there = await aConsole(called, '2026-03-17', { person: { phone: '0612345678' } })
    const page = await there.get('/')
    expect(page).toContain('A. Bos')
    expect(page).toContain('href="tel:0612345678"')
    expect(page).toContain('€ 1.000,00')
    expect(page).toContain(
      '/dossiers/C-1/contact?stap=gevolgen&amp;kind=Telefoon&amp;reached=nee&amp;daarna=lijst&amp;uit=%2F',
    )
    expect(await there.views()).toMatchObject([{ page: 'vandaag', cases: ['C-1'] }])
  })

  test('C6 a call is recorded from the list, which then goes on', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    const path = '/dossiers/C-1/contact?stap=gevolgen&kind=Telefoon&reached=nee&daarna=lijst&uit=%2F'
    const posted = await there.post(path, carried(await there.get(path)))
    expect(posted.headers.get('location')).toBe('/')
    expect(await there.events()).toMatchObject([{ type: 'ContactAttempted' }])
  })

  test('says so when nothing waits, and shows nobody', async () => {
    const there = await aConsole(anArrearsCase(), '2026-03-03')
    expect(await there.get('/')).toContain('Er is niets dat op u wacht.')
    expect(await there.views()).toEqual([])
  })

  test('a question is answered on the spot, and is gone', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    const question = {
      about: 'answer',
      reason: 'unknown-answer',
      caseId: 'C-1',
      client: 'BELEGGER-A',
      renter: '100001',
      at: at('2026-04-17'),
    } as const
    await askQuestion(there.ports, 'q-1', question)
    expect(await there.get('/')).toContain('/vragen/q-1?antwoord=done')
    expect((await there.request('/vragen/q-1?antwoord=onzin')).status).toBe(404)
    const page = await there.get('/vragen/q-1?antwoord=done')
    expect(page).toContain('Er is nog niets veranderd')
    expect((await there.post('/vragen/q-1', carried(page))).status).toBe(303)
    expect(await there.get('/')).not.toContain('/vragen/q-1')
    expect(await there.get('/vragen/q-1')).toContain('Beantwoord op')
  })
})

describe('Dossiers', () => {
  test('lists who is open, by filters that stand in the address', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    expect(await there.get('/dossiers')).toMatch(/Dossiers <span class="tag plain">1[\s\S]*A\. Bos/)
    expect(await there.get('/dossiers?fase=reminding&klant=BELEGGER-A&gemeente=0363&van=1000&tot=1000,00')).toContain(
      'A. Bos',
    )
    for (const filter of [
      'fase=paid',
      'klant=BELEGGER-B',
      'gemeente=onbekend',
      'van=1000,01',
      'afgelopen=ja',
      'voor=2026-04-19',
    ])
      expect(await there.get(`/dossiers?${filter}`), filter).toContain('Geen dossiers die hierbij passen.')
    expect((await there.request('/dossiers?vanaf=onzin')).status).toBe(404)
  })

  test('what is typed to find somebody stands in no address, and one hit is opened', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    expect(await there.get('/')).toContain('<form role="search" method="post" action="/zoek">')
    for (const typed of ['bos', '100001', '1011 AB 1', 'bos@huis.example'])
      expect((await there.post('/zoek', { wat: typed })).headers.get('location'), typed).toBe('/dossiers/C-1')
    expect(await (await there.post('/zoek', { wat: 'jansen' })).text()).toContain('Niemand gevonden')
    expect(await (await there.post('/zoek', { wat: '  ' })).text()).toContain('drie letters van een naam')
  })
})

describe('whoever comes from a list goes back to it as it was', () => {
  test('through a case and what is recorded there', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    const list = '/dossiers?fase=reminding&klant=BELEGGER-A'
    const uit = encodeURIComponent(list)
    expect(await there.get(list)).toContain(
      `/dossiers/C-1?uit=${encodeURIComponent('/dossiers?klant=BELEGGER-A&fase=reminding')}`,
    )
    const page = await there.get(`/dossiers/C-1?uit=${uit}`)
    expect(page).toContain(`href="${list.replace('&', '&amp;')}"`)
    expect(page).toContain(`/dossiers/C-1/bezwaar?uit=${uit}`)
    const form = carried(await there.get(`/dossiers/C-1/bezwaar?uit=${uit}`))
    const path = `/dossiers/C-1/bezwaar?${new URLSearchParams({ ...form, uit: list, channel: 'post' })}`
    const posted = await there.post(path, carried(await there.get(path)))
    expect(posted.headers.get('location')).toBe(`/dossiers/C-1?gedaan=bezwaar&uit=${uit}`)
  })

  test('and never to another site', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    expect(await there.get('/dossiers/C-1?uit=//elders.example')).not.toContain('elders')
  })
})

describe('Rondes', () => {
  test('S6 shows who goes with the coming round', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    const page = await there.get('/rondes')
    expect(page).toContain('Ronde van 20 april 2026: gaat mee')
    expect(page).toMatch(/gaat mee<\/h2><span class="tag good">1/)
    expect(page).toContain('A. Bos')
    expect(await there.events()).toEqual([])
  })

  test('C13 says whose cases wait for a newer book, and are in no round until it comes', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    expect(await there.get('/rondes')).not.toContain('nieuwe debiteurenlijst nodig')
    await there.ports.registers.noteWaitingBook('BELEGGER-A', '2100-01-01')
    there.isAt('2026-04-20')
    expect(await there.get('/rondes')).toContain('Er is een nieuwe debiteurenlijst nodig: 1 dossier wacht daarop.')
  })

  test('and who is held, with every reason', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17')
    await there.ports.registers.setAgreement(
      '0363',
      { status: 'ended', from: null, until: null },
      at('2026-04-17'),
      'M-1',
    )
    const page = await there.get('/rondes')
    expect(page).toMatch(/Gaat niet mee<\/h2><span class="tag soon">1/)
    expect(page).toContain('overeenkomst')
  })
})

describe('Registers', () => {
  const PATH = '/registers/opdrachtgevers/BELEGGER-A/mandaat'

  test('R1 a mandate changes by an administrator’s word, signed, and what was before can still be asked for', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17', { role: 'administrator' })
    const before = await there.get('/registers')
    expect(before).toContain(PATH)
    const page = await there.get(`${PATH}?stap=gevolgen&from=2025-01-01&until=2026-04-30`)
    expect(page).toContain('dossiers die lopen: dat zijn er 1')
    expect((await there.post(PATH, carried(page))).headers.get('location')).toBe('/registers')
    expect(await there.get('/registers')).toContain('tot en met 30 april 2026')
    expect(await there.get('/registers?op=2026-04-16')).not.toContain('tot en met 30 april 2026')
  })

  test('what stands there now is what the form begins with', async () => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17', { role: 'administrator' })
    expect(await there.get(PATH)).toMatch(/name="from" type="date" value="\d{4}-\d\d-\d\d"/)
    expect(await there.get(`${PATH}?stap=gevolgen&from=2026-05-01&until=2026-04-01`)).toContain('role="alert"')
  })

  test.each(['handler', 'reader', 'auditor'] as const)('a %s looks, and changes nothing', async (role) => {
    const there = await aConsole(aCaseReadyToReport(), '2026-04-17', { role })
    expect((await there.request('/registers')).status).toBe(200)
    expect((await there.request(PATH)).status).toBe(403)
    expect((await there.post(PATH, { stap: 'vastleggen', from: '2026-01-01' })).status).toBe(403)
  })
})
