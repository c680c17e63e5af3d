import { handle } from '../cases/handle.ts'
import { CaseStandsElsewhere } from '../cases/standing-view.ts'
import { type Terms, UndeliverableByEmail } from '../contracts/ports.ts'
import type { IsoDate } from '../domain/calendar.ts'
import type { Sent } from '../domain/event.ts'
import { AddressRefused, composeMail } from '../letters/mail.ts'
import type { LetterModel } from '../letters/model.ts'
import { renderPdf, UnprintableLetter } from '../letters/pdf.ts'
import { renderLetter } from '../letters/render.ts'
import { sha256 } from '../runtime/sha256.ts'
import { type Correspondence, RenterUnknown } from './correspondence.ts'

/** Asked after the copy is kept and right before the letter leaves: whether nothing overtook the claim. */
type StillStands = () => Promise<boolean>

export interface EmailOrder {
  readonly claim: string
  readonly caseId: string
  readonly letter: LetterModel
  readonly to: { readonly surname: string; readonly initials: string; readonly email: string }
  readonly terms: Terms
  readonly stillStands: StillStands
}

/**
 * Keeps the letter as the bytes that go out, then sends them (C6). Null when something overtook the claim.
 *
 * @throws UndeliverableByEmail when the address cannot receive mail
 */
export async function sendByEmail(work: Correspondence, order: EmailOrder): Promise<Sent | null> {
  const { claim, caseId, letter, to, terms } = order
  const templates = await work.templates()
  const rendered = await written(claim, async () => renderLetter(templates, letter))
  const raw = await compose(work, order, rendered)
  const document = `letters/${caseId}/${claim}.eml`
  await work.objects.put('evidence', document, raw, 'message/rfc822')
  if (!(await order.stillStands())) return null
  const messageId = await work.mailer.send(raw, terms.organisation.from, to.email, claim)
  return { claim, channel: 'email', document, sha256: sha256(raw), messageId }
}

async function compose(
  work: Correspondence,
  { claim, caseId, letter, to, terms }: EmailOrder,
  rendered: { subject: string; html: string; text: string },
): Promise<Uint8Array> {
  try {
    return await composeMail({
      from: { name: terms.organisation.name, address: terms.organisation.from },
      to: { name: `${to.initials} ${to.surname}`.trim(), address: to.email },
      ...rendered,
      date: work.now(),
      headers: { 'X-Case': caseId, 'X-Letter': letter.kind, 'X-Claim': claim },
    })
  } catch (error) {
    if (error instanceof AddressRefused) throw new UndeliverableByEmail(claim)
    throw error
  }
}

export interface PostOrder {
  readonly claim: string
  readonly caseId: string
  readonly letter: LetterModel
  /** The day whose post it goes with. */
  readonly on: IsoDate
  readonly stillStands: StillStands
}

/** Key of a claim's letter in the post queue; the same claim always takes the same place. */
export const postKey = (on: IsoDate, claim: string): string => `${on}/${claim}.pdf`

/** Keeps the letter and puts it in the post queue as a PDF (C5). Null when something overtook the claim. */
export async function sendByPost(work: Correspondence, order: PostOrder): Promise<Sent | null> {
  const { claim, caseId, letter, on } = order
  const [templates, fonts] = await Promise.all([work.templates(), work.fonts()])
  const pdf = await written(claim, () => renderPdf(templates, letter, fonts))
  const document = `letters/${caseId}/${claim}.pdf`
  await work.objects.put('evidence', document, pdf, 'application/pdf')
  if (!(await order.stillStands())) return null
  await work.objects.put('post', postKey(on, claim), pdf, 'application/pdf')
  return { claim, channel: 'post', document, sha256: sha256(pdf), messageId: null }
}

/** The template and the facts make no letter: one of them must be mended. */
class UnwritableLetter extends Error {
  override readonly name = 'UnwritableLetter'
}

/** What goes wrong in writing a letter goes wrong every time. The error's own message may hold a person (invariant 6). */
async function written<T>(claim: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw error instanceof UnprintableLetter ? error : new UnwritableLetter(claim)
  }
}

/**
 * Tells people, by a note, of a letter that cannot leave until they mend something; never silently nothing (C5). Without an
 * address to which anything can go, the case rests until its address changes; anything else is tried again by the machine.
 */
export async function undeliverable(work: Correspondence, caseId: string, error: unknown): Promise<never> {
  const reason = reasonOf(error)
  if (reason === null) throw error
  const at = work.now().toISOString()
  await work.notebook.put('question', `${caseId}-letter`, { about: 'letter', reason, caseId, at })
  if (reason !== 'no-address') throw error
  await handle(work, caseId, { type: 'release-claim', reason: 'undeliverable' })
  throw new CaseStandsElsewhere('undeliverable')
}

function reasonOf(error: unknown): 'no-address' | 'agency-address' | 'unwritable' | 'unknown-renter' | null {
  if (error instanceof UnprintableLetter) return 'no-address'
  // A renter's letter goes by post then; the agency has e-mail alone.
  if (error instanceof UndeliverableByEmail) return 'agency-address'
  if (error instanceof UnwritableLetter) return 'unwritable'
  return error instanceof RenterUnknown ? 'unknown-renter' : null
}
