import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { bare } from '../layout.ts'

const SENTENCES = {
  400: ['Dit is niet gelukt', 'Er ontbreekt iets, of het klopt niet.'],
  401: [
    'U bent niet meer aangemeld',
    'Wat u net invulde of koos is niet vastgelegd. Meld u opnieuw aan, en doe het nog eens.',
  ],
  403: ['Dit mag niet', 'U mag dit zien of doen met een andere rol, of het formulier kwam niet van deze pagina.'],
  404: ['Deze pagina is er niet', 'Misschien is het adres niet goed overgenomen.'],
  413: ['Dit is te groot', 'Wat u stuurde is groter dan hier past.'],
  500: [
    'Dit is niet gelukt',
    'Er ging iets mis. Er is niets half gedaan: probeer het opnieuw, of meld het de beheerder.',
  ],
} as const satisfies Partial<Record<ContentfulStatusCode, readonly [string, string]>>

/** A page that says what went wrong, and nothing about anybody. */
export function problemPage(context: Context, status: keyof typeof SENTENCES): Response | Promise<Response> {
  const [title, sentence] = SENTENCES[status]
  return context.html(
    bare(
      title,
      html`<main class="alone"><h1>${title}</h1><p class="lead">${sentence}</p><p><a href="/">Naar Vandaag</a></p></main>`,
    ),
    status,
  )
}
