import { html } from 'hono/html'
import { type ReportedFact, reportedFactSchema } from '../../shared/contracts/facts.ts'
import { inDutch } from '../../shared/contracts/json-errors.ts'
import type { Field, Filled, Form } from './actions.ts'
import type { Signed } from './deed.ts'
import type { Html } from './layout.ts'

/** What stands wrong in a form, by field; under `''` what is about none in particular. */
export type Problems = ReadonlyMap<string, string>

/** Whose case it is about; left out where it is about none. */
interface Whose {
  readonly renter?: string
  readonly client?: string
}

/**
 * The fact that a filled form reports, or what is wrong in it. The author is who is signed in, whatever a form says.
 */
export function factOf({ fields, fact }: Form, filled: Filled, signed: Signed & Whose): ReportedFact | Problems {
  const missing = fields.filter(({ name, optional }) => !optional && (filled[name] ?? '').trim() === '')
  if (missing.length > 0)
    return new Map(
      missing.map(({ name, kind }) => [
        name,
        kind === 'choice' || kind === 'claim' ? 'Maak een keuze.' : 'Vul dit in.',
      ]),
    )
  const at = filled.at === undefined || filled.at === '' ? signed.at : filled.at
  const parsed = reportedFactSchema.safeParse({ ...fact(filled), ...signed, at }, { error: inDutch })
  if (parsed.success) return parsed.data
  const names = new Set(['at', ...fields.map(({ name }) => name)])
  return new Map(
    parsed.error.issues.map(({ path, message }) => {
      const field = String(path[0] ?? '')
      return [names.has(field) ? field : '', sentence(message)] as const
    }),
  )
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`

/** What was given for these fields, and nothing else. */
export const filledIn = (fields: readonly Field[], given: Filled): Filled =>
  Object.fromEntries(fields.flatMap(({ name }) => (given[name] === undefined ? [] : [[name, given[name]]])))

/** The fields of a form, each with its label, hint and what is wrong with it. */
export const fieldsOf = (fields: readonly Field[], filled: Filled, problems: Problems): Html =>
  html`${fields.map((field) => fieldset(field, filled[field.name] ?? '', problems.get(field.name)))}`

function fieldset(field: Field, value: string, problem: string | undefined): Html {
  const { name, label, hint, kind, optional } = field
  const about = [...(hint ? [`${name}-hint`] : []), ...(problem ? [`${name}-fout`] : [])].join(' ')
  const described = about === '' ? '' : html` aria-describedby="${about}"`
  const invalid = problem ? html` aria-invalid="true"` : ''
  const below = html`${hint ? html`<span class="hint" id="${name}-hint">${hint}</span>` : ''}${problem ? html`<span class="wrong" id="${name}-fout">${problem}</span>` : ''}`
  const words = html`${label}${optional ? html` <span class="muted">(hoeft niet)</span>` : ''}`
  if (kind === 'choice' || kind === 'claim')
    return html`<fieldset class="field${problem ? ' bad' : ''}" id="veld-${name}"${described}><legend>${words}</legend>${below}${(
      field.options ?? []
    ).map(
      ([option, word]) =>
        html`<label class="choice"><input type="radio" name="${name}" value="${option}"${option === value ? html` checked` : ''}> ${word}</label>`,
    )}</fieldset>`
  if (kind === 'check')
    return html`<label class="choice" id="veld-${name}"><input type="checkbox" name="${name}" value="ja"${value === 'ja' ? html` checked` : ''}> ${label}</label>`
  const input =
    kind === 'lines'
      ? html`<textarea id="${name}" name="${name}" rows="4"${described}${invalid}>${value}</textarea>`
      : html`<input id="${name}" name="${name}" type="${TYPES[kind]}" value="${value}"${described}${invalid}${kind === 'amount' ? html` inputmode="decimal" class="short"` : ''}>`
  return html`<div class="field${problem ? ' bad' : ''}" id="veld-${name}"><label for="${name}">${words}</label>${below}${input}</div>`
}

const TYPES = { date: 'date', moment: 'datetime-local', amount: 'text', text: 'text', email: 'email' } as const

/** What is wrong in a form, above it, each a way to its field. */
export const problemList = (problems: Problems, fields: readonly Field[]): Html | '' =>
  problems.size === 0
    ? ''
    : html`<div class="problems" role="alert" tabindex="-1"><h2>Dit klopt nog niet</h2><ul>${[...problems].map(
        ([name, problem]) => {
          const label = fields.find((field) => field.name === name)?.label
          return html`<li>${label ? html`<a href="#veld-${name}">${label}</a> ` : ''}${problem}</li>`
        },
      )}</ul></div>`

/** What was filled in, carried on unseen. */
export const hidden = (filled: Filled): Html =>
  html`${Object.entries(filled).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`
