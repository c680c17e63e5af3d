import Mustache from 'mustache'
import type { View } from './view-parts.ts'

export const FORMATS = ['txt', 'html'] as const
export type Format = (typeof FORMATS)[number]

/** The parts of one format: letters and what they include, by name without extension. */
export type Parts = ReadonlyMap<string, string>

/** Letters and the parts they are made of, checked. Made by `loadTemplates`. */
export type Templates = { readonly [F in Format]: Parts }

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const ESCAPES: { [F in Format]: (value: unknown) => string } = {
  txt: (value) => String(value),
  html: (value) => String(value).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? ''),
}

/** Section `{{#link}}…{{/link}}`: an address that can be clicked in HTML, and the bare address in text. */
const LINKS: { [F in Format]: (rendered: string) => string } = {
  txt: (rendered) => rendered,
  html: (rendered) => {
    const target = /^https?:\/\/\S+$/.test(rendered)
      ? rendered
      : /^[^\s@/:]+@[^\s@/:]+$/.test(rendered)
        ? `mailto:${rendered}`
        : null
    return target === null ? rendered : `<a href="${target}" style="color:#1d4f7c">${rendered}</a>`
  },
}
export const LINK = 'link'

/** Fills in one part. Values are escaped for HTML, and left as they are in text. */
export function fillIn(format: Format, part: string, view: View, parts: (name: string) => string | undefined): string {
  const link = () => (content: string, render: (template: string) => string) => LINKS[format](render(content))
  const filled = Mustache.render(part, { ...view, [LINK]: link }, parts, { escape: ESCAPES[format] })
  return format === 'html'
    ? filled
    : `${filled
        .replace(/ +\n/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim()}\n`
}
