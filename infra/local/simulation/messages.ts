import { z } from 'zod'

/** What the process of the embedded cloud tells the one that started it. */
export const cloudMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    /** Local date and time, `jjjj-mm-dd uu:mm`. */
    at: z.string(),
    letters: z.int(),
    signals: z.int(),
    phases: z.record(z.string(), z.int()),
  }),
  /** `until`: epoch milliseconds at which the power is back. */
  z.object({ type: z.literal('crash'), until: z.int().optional() }),
  z.object({ type: z.literal('done'), summary: z.unknown() }),
  /** `wrongInput`: the person who gave the input can repair it. */
  z.object({ type: z.literal('failed'), reason: z.string(), wrongInput: z.boolean() }),
])
export type CloudMessage = z.infer<typeof cloudMessageSchema>

/** What that process is told when it starts. */
export const orderSchema = z.object({
  dataDir: z.string(),
  argv: z.array(z.string()),
  takesOver: z.boolean(),
  /** Epoch milliseconds until which the machine was off. */
  wakesAt: z.int().optional(),
})
export type Order = z.infer<typeof orderSchema>
