import { z } from 'zod'

/** One file that a round writes: which portal's, under which name, and which cases may be in it. No personal data. */
export const worklist = z.strictObject({
  kind: z.enum(['signals', 'withdrawals']),
  file: z.string(),
  on: z.iso.date(),
  portal: z.enum(['RIS', 'VPS']),
  channel: z.enum(['upload', 'sftp', 'api']),
  format: z.enum(['xlsx', 'csv']),
  caseIds: z.array(z.string()).min(1),
})
export type Worklist = z.infer<typeof worklist>

/** Where the worklist of a file lies in the work bucket. It stays there: a withdrawal goes where its signal went (S4). */
export const worklistKey = (file: string): string => `rounds/${file}.worklist.json`

/** How the state machine refers to a worklist: the list itself can be longer than a workflow may carry. */
export const worklistRef = z.strictObject({
  kind: z.enum(['signals', 'withdrawals']),
  key: z.string(),
  /** The file was written in an earlier round, and registered in its cases, which may have gone on since: it only has to reach its portal. */
  written: z.literal(true).exactOptional(),
})
export type WorklistRef = z.infer<typeof worklistRef>

/** A file on its way to a portal, in the notebook as a `delivery`; what is not done is tried again in every round. */
export const openDelivery = worklistRef.extend({
  /** It was about to get its own name on the portal's SFTP server. */
  renamed: z.boolean(),
  done: z.boolean(),
})
