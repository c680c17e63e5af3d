import { z } from 'zod'
import type { NotebookFor } from '../../shared/contracts/rights.ts'

/**
 * SES "Send" events as they come in a batch from the queue: the message id, and the reservation that the mail was
 * tagged with.
 */
export const recordSentMailInput = z.object({
  Records: z.array(
    z.object({
      body: z.string().transform((text, context) => {
        const parsed = sendEventSchema.safeParse(JSON.parse(text))
        if (parsed.success) return parsed.data.detail.mail
        context.addIssue({ code: 'custom', message: 'not an SES event' })
        return z.NEVER
      }),
    }),
  ),
})

const sendEventSchema = z.object({
  detail: z.object({
    mail: z.object({ messageId: z.string().min(1), tags: z.object({ reservation: z.array(z.string()).optional() }) }),
  }),
})

/**
 * Remembers which reserved mails SES really sent, so that an act that broke off is settled and not repeated (invariant
 * 3).
 */
export async function recordSentMail(
  ports: { readonly notebook: Pick<NotebookFor<'mail putMany'>, 'putMany'> },
  { Records }: z.infer<typeof recordSentMailInput>,
): Promise<void> {
  const sent = new Map(
    Records.flatMap(({ body }) => (body.tags.reservation ?? []).map((reservation) => [reservation, body.messageId])),
  )
  await ports.notebook.putMany(
    'mail',
    [...sent].map(([id, messageId]) => ({ id, value: { messageId } })),
  )
}
