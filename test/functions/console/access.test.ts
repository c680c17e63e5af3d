import { describe, expect, test } from 'vitest'
import { ROLES, type Role } from '../../../shared/contracts/session.ts'
import { anArrearsCase } from '../../support/case-builder.ts'
import { aConsole } from './a-console.ts'

const OPENED = () => anArrearsCase()
const PAGES = ['/', '/dossiers/C-1', '/dossiers/C-1/bezwaar', '/vragen/q-1', '/bestanden/a.csv']

describe('nobody sees anything who is not signed in', () => {
  test.each(PAGES)('%s leads to where people sign in, and back', async (path) => {
    const { app } = await aConsole(OPENED(), '2026-03-03')
    const answer = await app.request(`https://console.example${path}`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(
      path === '/' ? '/aanmelden' : `/aanmelden?naar=${encodeURIComponent(path)}`,
    )
  })

  test('and whoever sends a form is told that it was not recorded', async () => {
    const there = await aConsole(OPENED(), '2026-03-03')
    await there.signOut()
    const answer = await there.post('/dossiers/C-1/bezwaar', { channel: 'telefoon' })
    expect(answer.status).toBe(401)
    expect(await answer.text()).toContain('niet vastgelegd')
    expect(await there.events()).toEqual([])
  })

  test.each([
    ['with a name that nobody has', async () => {}],
    ['half an hour after the last page', async (there: Awaited<ReturnType<typeof aConsole>>) => there.passes(30)],
    ['once the session was ended', (there: Awaited<ReturnType<typeof aConsole>>) => there.signOut()],
  ])('%s', async (what, happens) => {
    const there = await aConsole(OPENED(), '2026-03-03')
    await happens(there)
    const cookie = what.startsWith('with') ? { cookie: '__Host-sessie=00' } : undefined
    expect((await there.request('/', {}, cookie)).status).toBe(303)
  })

  test('eight hours after signing in, however busy', async () => {
    const there = await aConsole(OPENED(), '2026-03-03')
    for (let minutes = 0; minutes < 480; minutes += 20) {
      expect((await there.request('/')).status).toBe(200)
      there.passes(20)
    }
    expect((await there.request('/')).status).toBe(303)
  })
})

describe('a role may see, or act', () => {
  test.each(Object.keys(ROLES) as Role[])('%s', async (role) => {
    const there = await aConsole(OPENED(), '2026-03-03', { role })
    const acts = role === 'handler' || role === 'administrator'
    expect((await there.request('/dossiers/C-1')).status).toBe(200)
    expect((await there.request('/dossiers/C-1/bezwaar')).status).toBe(acts ? 200 : 403)
    const posted = await there.post('/dossiers/C-1/bezwaar', { channel: 'telefoon' })
    expect(posted.status).toBe(acts ? 200 : 403)
    expect(await there.get('/dossiers/C-1').then((page) => page.includes('/dossiers/C-1/bezwaar'))).toBe(acts)
  })
})

describe('a form counts only from a page of our own', () => {
  test.each([
    ['of another site', { origin: 'https://evil.example' }],
    ['of a site that hides itself', { origin: 'null' }],
    ['of which nobody says anything', {}],
    ['with another content type', { origin: 'https://evil.example', 'content-type': 'text/plain' }],
  ])('not %s', async (_, headers: Record<string, string>) => {
    const there = await aConsole(OPENED(), '2026-03-03')
    expect((await there.post('/dossiers/C-1/bezwaar', { channel: 'telefoon' }, headers)).status).toBe(403)
  })

  test('not larger than a form is', async () => {
    const there = await aConsole(OPENED(), '2026-03-03')
    expect((await there.post('/dossiers/C-1/bezwaar', { channel: 'x'.repeat(100_000) })).status).toBe(413)
  })
})

describe('every page', () => {
  test.each(['/', '/dossiers/C-1', '/dossiers/C-1/bezwaar', '/nergens'])(
    '%s runs nothing, is framed by nobody, and is kept nowhere',
    async (path) => {
      const there = await aConsole(OPENED(), '2026-03-03')
      const { headers } = await there.request(path)
      const policy = headers.get('content-security-policy')
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(await there.get(path)).not.toMatch(/ style="| on[a-z]+="|<script/)
    },
  )

  test('shows a hostile name as text', async () => {
    const there = await aConsole(OPENED(), '2026-03-03', { person: { surname: '<img src=x onerror=alert(1)>"\'' } })
    const page = await there.get('/dossiers/C-1')
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;')
    expect(page).not.toContain('<img')
  })

  test('of a person is written down before it is shown, or not shown', async () => {
    const there = await aConsole(OPENED(), '2026-03-03')
    await there.get('/dossiers/C-1')
    expect(await there.views()).toMatchObject([{ by: 'Lies de Boer', page: 'dossier', cases: ['C-1'] }])
    const { notebook } = there.ports
    const put = notebook.put
    Object.assign(notebook, {
      put: async (...args: Parameters<typeof put>) =>
        args[0] === 'view' ? Promise.reject(new Error('full')) : put(...args),
    })
    const answer = await there.request('/dossiers/C-1')
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('Bos')
    expect(there.errors.map(({ message }) => message)).toEqual(['full'])
  })

  test('that is not there says so, as that of signing in where this machine has its own', async () => {
    const there = await aConsole(OPENED(), '2026-03-03')
    expect((await there.request('/aanmelden')).status).toBe(404)
    expect((await there.request('/aanmelden/terug')).status).toBe(404)
    expect((await there.request('/dossiers/C-9')).status).toBe(404)
    expect((await there.request('/dossiers/C-1/onzin')).status).toBe(404)
  })
})
