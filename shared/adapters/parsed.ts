import type { z } from 'zod'

/**
 * What was stored, as its schema gives it.
 *
 * @param what says what was read and where it lies: without personal data, since errors are logged (invariant 6)
 * @throws Error that names it, and the members that are not as they should be, but never what stood there
 */
export function parsed<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => {
    const names = issue.code === 'unrecognized_keys' ? ` ${issue.keys.join(' ')}` : ''
    return `${issue.path.join('.')} ${issue.code}${names}`.trim()
  })
  throw new Error(`${what}: ${faults.join(', ')}`)
}
