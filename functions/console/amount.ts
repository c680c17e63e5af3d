/** `1.234,50`, `1234,50`, `1234.50` or `1234`: dots between thousands stand before three figures, every time. */
const EUROS = /^(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,2})?$|^\d+\.\d{1,2}$/

/** Euros as somebody types them; what is no amount stays the text that it is, for the check that follows. */
export function amountOf(typed: string | undefined): number | string {
  const text = (typed ?? '').replace('€', '').trim()
  if (!EUROS.test(text)) return typed ?? ''
  return Number(/^\d+\.\d{1,2}$/.test(text) ? text : text.replaceAll('.', '').replace(',', '.'))
}
