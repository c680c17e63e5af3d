/** Where the embedded cloud publishes its virtual clock, for every bundle in its process. AWS has none, and real time holds. */
const VIRTUAL_CLOCK = Symbol.for('vroegsignalering.clock')

/** The moment it is now: real time, or the virtual time of the embedded cloud. The only clock that the handlers read. */
export function now(): Date {
  const virtual: unknown = Reflect.get(globalThis, VIRTUAL_CLOCK)
  return new Date(typeof virtual === 'function' ? virtual() : Date.now())
}
