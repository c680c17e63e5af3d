import { z } from 'zod'

/** What an engine tells the process that started it. */
export const engineMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), port: z.int().positive() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
])

export type EngineMessage = z.infer<typeof engineMessage>
