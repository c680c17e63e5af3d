import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import { button, card, type Html } from '../../../functions/console/layout.ts'
import { problemPage } from '../../../functions/console/pages/problem.ts'
import { fullDay, shortMoment } from '../../../functions/console/words.ts'
import { dateOf, localTime } from '../../../shared/domain/calendar.ts'
import { type MailFile, mailFiles, readHead } from '../emulators/outbox.ts'
import { ownPage } from './own-page.ts'

const ON_A_PAGE = 50

/**
 * The mail that left this machine, which nobody here sends any further: a list, each mail as text, and its original.
 * There is no signing in: whoever works on this machine can open the folder too.
 *
 * @param bar with the clock, on every page
 */
export function postPages(folder: string, bar: () => Html): Hono {
  const pages = new Hono()
  const mailOf = (number: string): MailFile | undefined =>
    /^\d{1,9}$/.test(number)
      ? mailFiles(folder, Number(number) - 1).find(({ seq }) => seq === Number(number))
      : undefined

  pages.get('/', async (context) => {
    const before = Number(context.req.query('voor') ?? Number.POSITIVE_INFINITY)
    const all = mailFiles(folder, 0).filter(({ seq }) => !(seq >= before))
    const shown = all.slice(-ON_A_PAGE).reverse()
    const mails = await Promise.all(
      shown.map(async (mail) => ({ ...mail, read: await simpleParser(await readHead(mail.file)) })),
    )
    return context.html(ownPage('Verzonden post', bar(), listOf(mails, all.length)))
  })
  pages.get('/:number', async (context) => {
    const mail = mailOf(context.req.param('number'))
    if (!mail) return problemPage(context, 404)
    const read = await simpleParser(await readFile(mail.file))
    return context.html(ownPage(read.subject ?? 'E-mail', bar(), oneMail(mail, read)))
  })
  pages.get('/:number/origineel', async (context) => {
    const mail = mailOf(context.req.param('number'))
    if (!mail) return problemPage(context, 404)
    return context.body(new Uint8Array(await readFile(mail.file)), 200, {
      'content-type': 'message/rfc822',
      'content-disposition': `attachment; filename="${basename(mail.file)}"`,
      'x-content-type-options': 'nosniff',
    })
  })
  return pages
}

type ReadMail = MailFile & { readonly read: ParsedMail }

function listOf(mails: readonly ReadMail[], left: number): Html {
  const oldest = mails.at(-1)?.seq
  return html`<div class="head"><h1>Verzonden post</h1><p class="muted">E-mail verlaat deze computer niet. Hier leest u wat er verstuurd zou zijn.</p></div>
${
  mails.length === 0
    ? html`<div class="card"><p class="pad">Er is nog niets verstuurd.</p></div>`
    : html`<div class="card scroll"><table class="stack"><thead><tr><th scope="col">Wanneer</th><th scope="col">Aan</th><th scope="col">Onderwerp</th></tr></thead><tbody>
${mails.map(({ seq, read }) => html`<tr><td class="nowrap">${momentOf(read, shortMoment)}</td><td>${peopleOf(read.to)}</td><td><a href="/post/${seq}">${read.subject ?? 'zonder onderwerp'}</a></td></tr>`)}
</tbody></table></div>`
}${left > mails.length ? html`<p><a href="/post?voor=${oldest}">Oudere post</a></p>` : ''}`
}

function oneMail({ seq }: MailFile, read: ParsedMail): Html {
  const caseId = read.headers.get('x-case')
  const attached = read.attachments.map(({ filename }) => filename ?? 'zonder naam')
  return html`<p class="crumbs"><a href="/post">Verzonden post</a></p><div class="head"><h1>${read.subject ?? 'Zonder onderwerp'}</h1></div>
${card(
  { id: 'brief', heading: 'Zoals de ontvanger hem leest', more: button(`/post/${seq}/origineel`, 'Origineel (.eml)') },
  html`<div class="pad"><dl class="facts"><div><dt>Wanneer</dt><dd>${momentOf(read, (at) => `${fullDay(dateOf(at))}, ${localTime(at).slice(11, 16)}`)}</dd></div><div><dt>Van</dt><dd>${peopleOf(read.from)}</dd></div><div><dt>Aan</dt><dd>${peopleOf(read.to)}</dd></div>
${typeof caseId === 'string' ? html`<div><dt>Dossier</dt><dd><a href="/dossiers/${caseId}">${caseId}</a></dd></div>` : ''}${attached.length > 0 ? html`<div><dt>Bijlagen, in het origineel</dt><dd>${attached.join(', ')}</dd></div>` : ''}</dl></div>
<div class="pad letter">${read.text ?? ''}</div>`,
)}`
}

const momentOf = ({ date }: ParsedMail, inWords: (at: string) => string): string =>
  date === undefined ? '' : inWords(date.toISOString())

/** Each by name, with the address below. */
const peopleOf = (given: AddressObject | AddressObject[] | undefined): Html =>
  html`${[given ?? []]
    .flat()
    .flatMap(({ value }) => value)
    .map(({ name, address }) => (name ? html`${name} <span class="sub">${address}</span>` : html`${address}`))}`
