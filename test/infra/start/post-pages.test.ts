import { html } from 'hono/html'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOutbox } from '../../../infra/local/emulators/outbox.ts'
import { postPages } from '../../../infra/local/start/post-pages.ts'
import { temporaryFolder } from '../emulators/temporary-folder.ts'

const AT = new Date('2026-03-05T08:00:00Z')
const HOSTILE = '<script>alert(1)</script>'
let data: Awaited<ReturnType<typeof temporaryFolder>>
let send: (mail: string) => void
let pages: ReturnType<typeof postPages>

beforeAll(async () => {
  data = await temporaryFolder()
  const outbox = openOutbox(data.folder)
  send = (mail) => void outbox.append(Buffer.from(mail.replaceAll('\n', '\r\n')), AT)
  pages = postPages(data.folder, () => html`<p>de klok</p>`)
})
afterAll(() => data.remove())

const read = async (path: string) => (await pages.request(path)).text()
const numbersOn = (page: string) => [...page.matchAll(/href="\/post\/(\d+)"/g)].map(([, number]) => Number(number))

test('before anything left, the page says so, with the clock', async () => {
  expect(await read('/')).toMatch(/<p>de klok<\/p>.*Er is nog niets verstuurd/s)
})

test('the list names moment, reader and subject, the newest first', async () => {
  send('To: "Bos, P." <bos@huis.example>\nSubject: =?UTF-8?Q?Herinnering=3A_=E2=82=AC_900?=\n\nBeste,\n')
  send(`To: ${HOSTILE} <x@huis.example>\nSubject: ${HOSTILE}\n\n${HOSTILE}\n`)
  const page = await read('/')
  expect(numbersOn(page)).toEqual([2, 1])
  expect(page).toMatch(
    /5 mrt 09:00<\/td><td>Bos, P\. <span class="sub">bos@huis\.example<\/span><\/td>.*Herinnering: € 900/,
  )
  expect(page).not.toContain('<script')
})

test('a mail is read as text, with its case, and nothing in it is taken for a page', async () => {
  send(
    [
      ...['To: Bos <bos@huis.example>', 'From: Beheer <post@beheer.example>', 'Subject: Aanmaning', 'X-Case: VS-1'],
      ...['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=grens', ''],
      ...['--grens', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable', ''],
      ...['U betaalde =E2=82=AC 10 niet.', '', `Groet ${HOSTILE}`, ''],
      ...['--grens', 'Content-Type: application/pdf', 'Content-Disposition: attachment; filename="brief.pdf"', '', 'x'],
      '--grens--',
    ].join('\n'),
  )
  const page = await read('/3')
  expect(page).toMatch(/<h1>Aanmaning<\/h1>/)
  for (const shown of [
    'U betaalde € 10 niet.\n\nGroet &lt;script&gt;',
    'Donderdag 5 maart 2026, 09:00',
    'post@beheer.example',
    '<a href="/dossiers/VS-1">',
    'brief.pdf',
  ])
    expect(page).toContain(shown)
  for (const number of [2, 3]) expect(await read(`/${number}`)).not.toContain('<script')
})

test('the original is a file to keep, to the byte', async () => {
  const original = await pages.request('/2/origineel')
  expect(original.headers.get('content-type')).toBe('message/rfc822')
  expect(original.headers.get('content-disposition')).toMatch(/^attachment; filename="000002-[\w-]+\.eml"$/)
  expect(await original.text()).toContain(`Subject: ${HOSTILE}`)
})

test('older mail is a page further', async () => {
  for (let more = 0; more < 60; more += 1) send(`To: a@a.example\nSubject: ${more}\n\n`)
  const first = await read('/')
  expect(numbersOn(first)).toEqual(Array.from({ length: 50 }, (_, index) => 63 - index))
  const [, further = ''] = /href="\/post(\?voor=\d+)"/.exec(first) ?? []
  const second = await read(`/${further}`)
  expect(numbersOn(second)).toEqual(Array.from({ length: 13 }, (_, index) => 13 - index))
  expect(second).not.toContain('Oudere post')
})

test.each(['/64', '/0', '/x', '/..%2f..%2fpackage.json', '/99999999999', '/64/origineel'])(
  '%s is no mail',
  async (path) => {
    expect((await pages.request(path)).status).toBe(404)
  },
)
