import { z } from 'zod'
import { CHANNELS, FORMATS, portalSchema } from './portals.ts'

/** One file that a round writes: which portal's, under which name, and which cases may be in it. No personal data. */
export const worklistSchema = z.strictObject({
  kind: z.enum(['signals', 'withdrawals']),
  file: z.string(),
  on: z.iso.date(),
  portal: portalSchema,
  channel: z.enum(CHANNELS),
  format: z.enum(FORMATS),
  /** The name of the municipality for which a person enters the rows on the website; absent elsewhere (R3). */
  municipality: z.string().exactOptional(),
  caseIds: z.array(z.string()).min(1),
})
export type Worklist = z.infer<typeof worklistSchema>

/**
 * Where the worklist of a file lies in the work bucket. It stays there: a withdrawal goes where its signal went (S4).
 */
export const worklistKey = (file: string): string => `rounds/${file}.worklist.json`

/** How the state machine refers to a worklist: the list itself can be longer than a workflow may carry. */
export const worklistRefSchema = z.strictObject({
  kind: z.enum(['signals', 'withdrawals']),
  key: z.string(),
})
export type WorklistRef = z.infer<typeof worklistRefSchema>

/** That a whole file is at its portal: how, when, and by whose word. */
const deliveredFileSchema = z.discriminatedUnion('how', [
  z.strictObject({
    how: z.literal('fetched'),
    at: z.iso.datetime(),
    by: z.string(),
    /** Under which user the portal came, and with which key, as far as the server says. */
    user: z.string().exactOptional(),
    key: z.string().exactOptional(),
  }),
  z.strictObject({ how: z.enum(['pushed', 'uploaded', 'answered']), at: z.iso.datetime(), by: z.string() }),
])
export type DeliveredFile = z.infer<typeof deliveredFileSchema>

/**
 * A file on its way to a portal, in the notebook as a `delivery`; what is not done is tried again in every round. With
 * `delivered` it is there, and with `voided` it was taken away before that: only its cases are still to be told.
 */
export const openDeliverySchema = worklistRefSchema.extend({
  done: z.boolean(),
  delivered: deliveredFileSchema.exactOptional(),
  voided: z.iso.datetime().exactOptional(),
})

/**
 * One time that a file was pushed over sFTP, in the notebook as a `transfer` of `<file>/<turn>`, turns counted from 1.
 * Whoever writes the note starts the transfer, and nobody else: one turn is one transfer at most.
 */
export const transferTurnSchema = z.strictObject({
  /** Of the call that took the turn. */
  by: z.string(),
  /** When it was taken. */
  at: z.iso.datetime(),
  /** The transfer's name; null until its start was heard of. */
  transfer: z.string().nullable(),
  /** It brought nothing, and the next turn may be taken. */
  over: z.boolean(),
  /** Taken by whoever takes the file away: no transfer starts any more (S2). */
  voids: z.literal(true).exactOptional(),
})
export type TransferTurn = z.infer<typeof transferTurnSchema>
