import { z } from 'zod'
import { handle, type Outcome } from '../../shared/cases/handle.ts'
import { type StandingView, viewOf } from '../../shared/cases/standing-view.ts'
import type { Question } from '../../shared/contracts/question.ts'
import { type Correspondence, claimIdOf, proof } from '../../shared/correspondence/correspondence.ts'
import { postKey } from '../../shared/correspondence/dispatch.ts'
import { postDay } from '../../shared/domain/calendar.ts'
import type { Command } from '../../shared/domain/decide.ts'
import type { Act, AgencyMessage, Sent } from '../../shared/domain/event.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'

export const settleClaimInput = z.strictObject({ caseId: z.string().min(1) })

/**
 * Settles an act that was claimed but never confirmed, because something broke off in between: confirmed when SES
 * reported the mail as sent or the letter lies in the post queue; else released, so that it is done again. Never
 * repeated blindly (invariant 3): where a mail was ready to leave and SES is silent, a person is asked to look.
 */
export async function settleClaim(
  work: Correspondence,
  { caseId }: z.infer<typeof settleClaimInput>,
): Promise<StandingView> {
  const found = await handle(work, caseId, null)
  const { claim } = found.state
  if (!claim) return viewOf(found)
  const sent = (await sentByEmail(work, caseId, claim)) ?? (await sentByPost(work, caseId, claim))
  if (!sent && (await work.objects.exists('evidence', emailKey(caseId, claim)))) await askWhetherTwice(work, caseId)
  const command: Command = sent ? confirm(found, claim, sent) : { type: 'release-claim', reason: 'not-sent' }
  return viewOf(await handle(work, caseId, command))
}

type Claim = NonNullable<Outcome['state']['claim']>

/** The copy of a mail, which is kept before the mail leaves. */
const emailKey = (caseId: string, claim: Claim): string => `letters/${caseId}/${claimIdOf(caseId, claim.id)}.eml`

async function askWhetherTwice(work: Correspondence, caseId: string): Promise<void> {
  const question: Question = { about: 'letter', reason: 'sent-again', caseId, at: work.now().toISOString() }
  await work.notebook.put('question', `${caseId}-again`, question)
}

async function sentByEmail(work: Correspondence, caseId: string, claim: Claim): Promise<Sent | null> {
  const claimId = claimIdOf(caseId, claim.id)
  const messageId = await work.mailer.sentAs(claimId)
  if (messageId === null) return null
  const document = emailKey(caseId, claim)
  const raw = await work.objects.get('evidence', document)
  return raw && { claim: claimId, channel: 'email', document, sha256: sha256(raw), messageId }
}

async function sentByPost(work: Correspondence, caseId: string, claim: Claim): Promise<Sent | null> {
  const claimId = claimIdOf(caseId, claim.id)
  const pdf = await work.objects.get('post', postKey(postDay(claim.at), claimId))
  const document = `letters/${caseId}/${claimId}.pdf`
  return pdf && { claim: claimId, channel: 'post', document, sha256: sha256(pdf), messageId: null }
}

function confirm(found: Outcome, claim: Claim, sent: Sent): Command {
  if (claim.act.startsWith('agency-'))
    return { type: 'confirm-message', message: claim.act.slice('agency-'.length) as AgencyMessage, sent }
  const posting = claim.act.startsWith('post-')
  const act = (posting ? claim.act.slice('post-'.length) : claim.act) as Act
  return { type: posting ? 'confirm-posting' : 'confirm-act', act, sent: proof(act, found, sent, claim.at) }
}
