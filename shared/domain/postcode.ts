// The one rule for Dutch postcodes, `^[1-9][0-9]{3} ?(?!SA|SD|SS)[A-Z]{2}$`: SA, SD and SS are never handed out.

const POSTCODE = /^([1-9][0-9]{3})\s*((?!SA|SD|SS)[A-Z]{2})$/
const AREA = /^[1-9][0-9]{3}$/

/** A postcode, in any case and with or without a space, as it is kept and compared: `1234AB`. Null for what is none. */
export function postcodeOf(text: string): string | null {
  const [, digits, letters] = POSTCODE.exec(text.trim().toUpperCase()) ?? []
  return digits && letters ? `${digits}${letters}` : null
}

/** A postcode as above, or its four digits alone, which name an area. Null for anything else. */
export function postcodeOrArea(text: string): string | null {
  const area = text.trim()
  return AREA.test(area) ? area : postcodeOf(text)
}
