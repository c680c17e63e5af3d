import { z } from 'zod'
import { type CasePortsOutside, changeCase } from '../../shared/cases/change-case.ts'
import type { LoadedCase } from '../../shared/contracts/ports.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { ReservationStillOpen, reservationIdOf, reservationOf } from '../../shared/correspondence/correspondence.ts'
import type { Refusal } from '../../shared/domain/command.ts'
import type { Reservable } from '../../shared/domain/event.ts'
import { askQuestion, questionId } from '../../shared/questions/questions.ts'

const returnedMailSchema = z.object({
  detail: z.object({
    eventType: z.string().optional(),
    mail: z.object({ messageId: z.string().min(1), tags: z.object({ reservation: z.array(z.string()).min(1) }) }),
  }),
})

/**
 * SES's reports of mail that nobody got or wanted, as they come in a batch from the queue: which mail, and for which
 * reservation.
 */
export const recordBounceInput = z.object({
  Records: z.array(
    z.object({
      body: z.string().transform((text, context) => {
        const parsed = returnedMailSchema.safeParse(JSON.parse(text))
        if (parsed.success) {
          const { mail, eventType } = parsed.data.detail
          return { ...mail, unwanted: eventType === 'Complaint' }
        }
        context.addIssue({ code: 'custom', message: 'not a report of SES' })
        return z.NEVER
      }),
    }),
  ),
})

export interface BouncePorts extends CasePortsOutside {
  readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'get' | 'put'>
}

/**
 * Records in the case that a letter came back, so that it goes out by post (C5), and asks people to mend the address. A
 * complaint counts as one: whoever calls the letter unwanted mail may not have read it, and may not be mailed again.
 * What was sent to the collection agency becomes a question for people, who must find its address. Safe to run twice.
 *
 * @throws ReservationStillOpen while the act is not confirmed
 */
export async function recordBounce(ports: BouncePorts, { Records }: z.infer<typeof recordBounceInput>): Promise<void> {
  for (const { body } of Records)
    for (const reservation of body.tags.reservation) {
      const about = reservationOf(reservation)
      if (about) await recordInCase(ports, about, body)
    }
}

async function recordInCase(
  ports: BouncePorts,
  { caseId, seq }: NonNullable<ReturnType<typeof reservationOf>>,
  { messageId, unwanted }: { readonly messageId: string; readonly unwanted: boolean },
): Promise<void> {
  const loaded = await ports.log.load(caseId)
  const act = reservedAct(loaded, seq)
  if (!loaded || act === null) return
  if (loaded.state.reservation?.id === String(seq)) throw new ReservationStillOpen(caseId)
  const at = ports.now().toISOString()
  const known = { caseId, client: loaded.state.client, at }
  if (act.startsWith('agency-'))
    return askQuestion(ports, questionId.agencyAddress(caseId), { ...known, about: 'agency', reason: 'agency-address' })
  const bounce = { type: 'bounce', reservation: reservationIdOf(caseId, String(seq)) } as const
  const { refused, state } = await changeCase(ports, caseId, bounce, { origin: { cause: `bounce-${messageId}` } })
  if (refused === null || refused === 'already-recorded') {
    // A report that comes again after the address was mended asks nothing.
    const reason = unwanted ? 'mail-unwanted' : 'mail-returned'
    if (state.emailBounced) await askQuestion(ports, questionId.address(caseId), { ...known, about: 'bounce', reason })
  } else if (!HARMLESS.has(refused))
    await askQuestion(ports, `${caseId}-bounce`, { ...known, about: 'bounce', reason: refused })
}

/** The letter is on its way to the post already, or the case needs no letter any more. */
const HARMLESS: ReadonlySet<Refusal> = new Set(['nothing-new', 'case-ended'])

function reservedAct(loaded: LoadedCase | null, seq: number): Reservable | null {
  const event = loaded?.events.find((each) => each.seq === seq)
  return event?.type === 'ActClaimed' ? event.act : null
}
