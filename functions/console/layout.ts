import type { Context } from 'hono'
import { html } from 'hono/html'
import { ROLES } from '../../shared/contracts/session.ts'
import type { Env } from './ports.ts'
import { styles } from './styles.ts'
import type { Tone } from './words.ts'

export type Html = ReturnType<typeof html>

/** The rooms of the console, in the order of the menu. */
const ROOMS = {
  today: { word: 'Vandaag', href: '/' },
  cases: { word: 'Dossiers', href: '/dossiers' },
  rounds: { word: 'Rondes', href: '/rondes' },
  registers: { word: 'Registers', href: '/registers' },
} as const
export type Room = keyof typeof ROOMS

interface Page {
  readonly title: string
  readonly room: Room
  readonly body: Html
  /** Where the page is, above its title. */
  readonly crumbs?: Html
}

/** A page of the console in its frame: one bar, one column of rooms, one page. */
export function page(context: Context<Env>, { title, room, body, crumbs }: Page): Response | Promise<Response> {
  const { by, role } = context.get('session')
  return context.html(
    bare(
      title,
      html`<a class="skip" href="#inhoud">Naar de inhoud</a>
<header><div class="bar"><a class="name" href="/">Vroegsignalering</a>
<form role="search" method="post" action="/zoek"><input name="wat" aria-label="Zoek een dossier" placeholder="Naam, debiteur, postcode + huisnummer of kenmerk" maxlength="120" autocomplete="off" spellcheck="false"><button>Zoek</button></form>
<form class="who" method="post" action="/afmelden">${by} · ${ROLES[role]} <button class="link">afmelden</button></form></div>
<!-- clock --></header>
<div class="frame"><nav class="rooms" aria-label="Onderdelen">${Object.entries(ROOMS).map(
        ([name, { word, href }]) =>
          html`<a href="${href}"${name === room ? html` aria-current="page"` : ''}><span>${word}</span></a>`,
      )}</nav>
<main id="inhoud">${crumbs ? html`<p class="crumbs">${crumbs}</p>` : ''}${body}</main></div>`,
    ),
  )
}

/** A page without the frame: for whoever is not signed in, or where nothing else can be said. */
export const bare = (title: string, body: Html): Html =>
  html`<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Vroegsignalering</title><link rel="stylesheet" href="${styles.href}"></head><body>${body}</body></html>`

export const tag = (word: string | number, tone: Tone = 'plain'): Html => html`<span class="tag ${tone}">${word}</span>`

/** A part of a page with a heading. @param id of the heading, one on a page */
export const card = (
  {
    id,
    heading,
    beside,
    more,
    urgent = false,
  }: { id: string; heading: Html | string; beside?: Html | string; more?: Html; urgent?: boolean },
  body: Html,
): Html =>
  html`<section class="card${urgent ? ' now' : ''}" aria-labelledby="${id}"><header><h2 id="${id}">${heading}</h2>${beside ?? ''}${more ? html`<span class="more">${more}</span>` : ''}</header>${body}</section>`

/** A link that looks like a button. */
export const button = (href: string, word: string, look: '' | 'first' | 'quiet' | 'stop' = ''): Html =>
  html`<a class="btn${look === '' ? '' : ` ${look}`}" href="${href}">${word}</a>`
