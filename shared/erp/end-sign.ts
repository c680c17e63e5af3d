export const END_SIGN_REMARK = 'Aan het einde van het bestand staat een eindteken (Ctrl-Z). Het is overgeslagen.'

/** Ctrl-Z, which DOS programs write behind the last line, and the zeros that fill the last block. */
const END_SIGNS = '\u001a\u0000'

/** The text without an end sign at its end. What stands behind one in the middle of the text is text. */
export function* withoutEndSign(texts: Iterable<string>, found: () => void): Generator<string> {
  let held = ''
  for (const text of texts) {
    const whole = held + text
    const end = startOfEnd(whole)
    held = whole.slice(end)
    yield whole.slice(0, end)
  }
  if (held !== '') found()
}

/** Where the end signs, and the gaps between them, begin; the length of the text where it ends in none. */
function startOfEnd(text: string): number {
  let start = text.length
  for (let at = text.length - 1; at >= 0; at--) {
    const sign = text[at] ?? ''
    if (END_SIGNS.includes(sign)) start = at
    else if (sign.trim() !== '') break
  }
  return start
}
