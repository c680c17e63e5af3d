import { z } from 'zod'

/** What an emulator tells the process that started it. */
export const emulatorMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), port: z.int().positive() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
])

export type EmulatorMessage = z.infer<typeof emulatorMessageSchema>
