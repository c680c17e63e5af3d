import { z } from 'zod'
import { type Casework, handle } from '../../shared/cases/handle.ts'
import type { LoadedCase, Notebook } from '../../shared/contracts/ports.ts'
import type { Question } from '../../shared/contracts/question.ts'
import type { Refusal } from '../../shared/domain/decide.ts'
import type { Claimable } from '../../shared/domain/event.ts'

const returnedMail = z.object({
  detail: z.object({
    eventType: z.string().optional(),
    mail: z.object({ messageId: z.string().min(1), tags: z.object({ claim: z.array(z.string()).min(1) }) }),
  }),
})

/** SES's reports of mail that nobody got or wanted, as they come in a batch from the queue: which mail, and for which claim. */
export const recordBounceInput = z.object({
  Records: z.array(
    z.object({
      body: z.string().transform((text, context) => {
        const parsed = returnedMail.safeParse(JSON.parse(text))
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

export interface BounceWork extends Casework {
  readonly notebook: Notebook
}

/** The mail came back before its case says that it was sent: tried again, once the act is confirmed or settled. */
export class ClaimStillOpen extends Error {
  override readonly name = 'ClaimStillOpen'
}

/**
 * Records in the case that a letter came back, so that it goes out by post (C5), and asks people to mend the address. A
 * complaint counts as one: whoever calls the letter unwanted mail may not have read it, and may not be mailed again. What was
 * sent to the collection agency becomes a question for people, who must find its address. Safe to run twice.
 *
 * @throws ClaimStillOpen while the act is not confirmed
 */
export async function recordBounce(work: BounceWork, { Records }: z.infer<typeof recordBounceInput>): Promise<void> {
  for (const { body } of Records)
    for (const claim of body.tags.claim) {
      const about = caseOf(claim)
      if (about) await recordInCase(work, about, body)
    }
}

interface Claim {
  readonly caseId: string
  readonly seq: number
}

/** The case and the claim in it of `C-…-17`; null for mail that is about no case, such as the morning mail to staff. */
function caseOf(claim: string): Claim | null {
  const [, caseId, seq] = /^(C-.+)-(\d+)$/.exec(claim) ?? []
  return caseId === undefined ? null : { caseId, seq: Number(seq) }
}

async function recordInCase(
  work: BounceWork,
  { caseId, seq }: Claim,
  { messageId, unwanted }: { readonly messageId: string; readonly unwanted: boolean },
): Promise<void> {
  const loaded = await work.log.load(caseId)
  const act = claimedAct(loaded, seq)
  if (act === null) return
  if (loaded?.state.claim?.id === String(seq)) throw new ClaimStillOpen(caseId)
  if (act.startsWith('agency-'))
    return ask(work, `${caseId}-agency`, { about: 'agency', reason: 'agency-address', caseId })
  const { refused } = await handle(work, caseId, { type: 'bounce' }, { cause: `bounce-${messageId}` })
  if (refused === null || refused === 'already-recorded')
    await ask(work, `${caseId}-address`, {
      about: 'bounce',
      reason: unwanted ? 'mail-unwanted' : 'mail-returned',
      caseId,
    })
  else if (!HARMLESS.has(refused)) await ask(work, `${caseId}-bounce`, { about: 'bounce', reason: refused, caseId })
}

/** The letter is on its way to the post already, or the case needs no letter any more. */
const HARMLESS: ReadonlySet<Refusal> = new Set(['nothing-new', 'case-ended'])

function claimedAct(loaded: LoadedCase | null, seq: number): Claimable | null {
  const event = loaded?.events.find((each) => each.seq === seq)
  return event?.type === 'ActClaimed' ? event.act : null
}

const ask = (work: BounceWork, id: string, question: Omit<Question, 'at'>): Promise<void> =>
  work.notebook.put('question', id, { ...question, at: work.now().toISOString() })
