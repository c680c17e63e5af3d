import { z } from 'zod'

/**
 * What a colleague may do in the console: see (`reader`), do the daily work (`handler`), change the registers too
 * (`administrator`), or see all and change nothing (`auditor`).
 */
export const ROLES = {
  reader: 'lezer',
  handler: 'behandelaar',
  administrator: 'beheerder',
  auditor: 'controleur',
} as const
export type Role = keyof typeof ROLES
export const roleSchema = z.enum(Object.keys(ROLES) as Role[])

/** Somebody who is signed in: who, as what, since when, and when the session was ended, if it was. */
export const sessionSchema = z.strictObject({
  /** The name with which what is reported is signed. */
  by: z.string().min(1),
  role: roleSchema,
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
})
export type Session = z.output<typeof sessionSchema>
