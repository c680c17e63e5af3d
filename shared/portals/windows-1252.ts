// The characters at 0x80 to 0x9F, where windows-1252 differs from Unicode; a space marks the five bytes it does not
// use.
const HIGH = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'

const byteOf = (character: string): number | undefined => {
  const index = character === ' ' ? -1 : HIGH.indexOf(character)
  if (index >= 0) return 0x80 + index
  const code = character.codePointAt(0) ?? 0
  return code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : undefined
}

/** The first character that windows-1252 cannot hold, if any. */
export function firstNotInWindows1252(text: string): string | undefined {
  return Array.from(text).find((character) => byteOf(character) === undefined)
}

/** The text in windows-1252. @throws RangeError when a character is not in it: never a question mark in its place */
export function encodeWindows1252(text: string): Uint8Array {
  return Uint8Array.from(Array.from(text), (character) => {
    const byte = byteOf(character)
    if (byte === undefined) throw new RangeError('a character is not in windows-1252')
    return byte
  })
}
