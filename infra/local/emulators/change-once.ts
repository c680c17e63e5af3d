const CHANGED = Symbol.for('vroegsignalering.changed')

/**
 * Changes a module, or a prototype, of a package: once in a process, however often an emulator is opened there. A
 * change on top of itself would do its work twice.
 */
export function changeOnce<T extends object>(part: T, change: (part: T) => void): void {
  if (Object.hasOwn(part, CHANGED)) return
  Object.defineProperty(part, CHANGED, { value: true })
  change(part)
}
