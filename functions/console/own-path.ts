const HERE = 'https://console.invalid'

/**
 * A page of our own, of whatever was given as one; `/` for anything else. It is read as browsers read it: `//x`, `/\x`
 * and a slash, a tab and a slash lead to another site.
 */
export function ownPath(given: unknown): string {
  if (typeof given !== 'string' || !given.startsWith('/') || !URL.canParse(given, HERE)) return '/'
  const { origin, pathname, search } = new URL(given, HERE)
  // What dots leave behind may begin as the address of another site does.
  return origin === HERE && !/^[/\\]{2}/.test(pathname) ? pathname + search : '/'
}
