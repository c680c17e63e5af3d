import type { Role } from '../../shared/contracts/session.ts'

/** Whether a role may record what people do in cases. */
export const mayAct = (role: Role): boolean => role === 'handler' || role === 'administrator'
