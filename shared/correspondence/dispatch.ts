import { type CasePorts, changeCase } from '../cases/change-case.ts'
import { CaseStandsElsewhere } from '../cases/standing-view.ts'
import { type Conditions, MailRefused, UndeliverableByEmail } from '../contracts/ports.ts'
import type { Question } from '../contracts/question.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import type { IsoDate } from '../domain/calendar.ts'
import type { SendRefusal } from '../domain/closed-lists.ts'
import type { Reservable, Sent } from '../domain/event.ts'
import { AddressRefused, composeMail } from '../letters/mail.ts'
import type { LetterModel } from '../letters/model.ts'
import { renderPdf, UnprintableLetter } from '../letters/pdf.ts'
import { renderLetter } from '../letters/render.ts'
import { TemplateRefused } from '../letters/templates.ts'
import { askQuestion, endQuestion, questionId } from '../questions/questions.ts'
import { keepJsonOnce, keepOnce } from '../runtime/keep-once.ts'
import { sha256 } from '../runtime/sha256.ts'
import { type EmailPorts, type PostalPorts, RenterUnknown } from './correspondence.ts'

/** Asked after the copy is kept and right before the letter leaves: whether nothing overtook the reservation. */
type StillStands = () => Promise<boolean>

export interface EmailOrder {
  readonly reservation: string
  readonly caseId: string
  readonly letter: LetterModel
  /** What is reserved, as the mail is marked. */
  readonly to: { readonly surname: string; readonly initials: string; readonly email: string }
  readonly conditions: Conditions
  readonly stillStands: StillStands
}

/**
 * Keeps the letter as the bytes that are handed to SES, then hands them over. Null when something overtook the
 * reservation. SES replaces `Date` and `Message-ID`, so what the renter gets differs in those two headers; `messageId`
 * is SES's own.
 *
 * @throws UndeliverableByEmail when the address cannot receive mail
 */
export async function sendByEmail(ports: EmailPorts, order: EmailOrder): Promise<Sent | null> {
  const { reservation, caseId, to, conditions } = order
  const document = `letters/${caseId}/${reservation}.eml`
  const raw = await keepOnce(ports.objects, document, 'message/rfc822', (salt) => compose(ports, order, salt))
  if (!(await order.stillStands())) return null
  const messageId = await ports.mailer.send(raw, conditions.organisation.from, to.email, reservation)
  return { reservation, channel: 'email', document, sha256: sha256(raw), messageId }
}

async function compose(
  ports: Pick<EmailPorts, 'now' | 'templates'>,
  { reservation, caseId, letter, to, conditions }: EmailOrder,
  salt: string,
): Promise<Uint8Array> {
  const templates = await usable(reservation, ports.templates())
  const rendered = await written(reservation, async () => renderLetter(templates, letter))
  try {
    return await composeMail({
      from: { name: conditions.organisation.name, address: conditions.organisation.from },
      to: { name: `${to.initials} ${to.surname}`.trim(), address: to.email },
      ...rendered,
      date: ports.now(),
      headers: { 'X-Case': caseId, 'X-Letter': letter.kind, 'X-Reservation': reservation, 'X-Salt': salt },
    })
  } catch (error) {
    if (error instanceof AddressRefused) throw new UndeliverableByEmail(reservation)
    throw error
  }
}

export interface PostOrder {
  readonly reservation: string
  readonly caseId: string
  readonly letter: LetterModel
  /** The day whose post it goes with. */
  readonly on: IsoDate
  readonly stillStands: StillStands
}

/** Key of a reservation's letter in the post queue; the same reservation always takes the same place. */
export const postKey = (on: IsoDate, reservation: string): string => `${on}/${reservation}.pdf`

/** Keeps the letter and puts it in the post queue as a PDF (C5). Null when something overtook the reservation. */
export async function sendByPost(ports: PostalPorts, order: PostOrder): Promise<Sent | null> {
  const { reservation, caseId, letter, on } = order
  const document = `letters/${caseId}/${reservation}.pdf`
  const pdf = await keepOnce(ports.objects, document, 'application/pdf', async (salt) => {
    const [templates, fonts] = await Promise.all([usable(reservation, ports.templates()), ports.fonts()])
    return written(reservation, () => renderPdf(templates, letter, fonts, salt))
  })
  if (!(await order.stillStands())) return null
  await ports.objects.put('post', postKey(on, reservation), pdf, 'application/pdf')
  return { reservation, channel: 'post', document, sha256: sha256(pdf), messageId: null }
}

/** The template and the facts make no letter: one of them must be mended. */
class UnwritableLetter extends Error {
  override readonly name = 'UnwritableLetter'
}

/**
 * What goes wrong in writing a letter goes wrong every time. The error's own message may hold a person (invariant 6).
 */
async function written<T>(reservation: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw error instanceof UnprintableLetter ? error : new UnwritableLetter(reservation)
  }
}

/** Own templates that came in past the check of where they are put in are as a letter that cannot be made (I4). */
async function usable<T>(reservation: string, templates: Promise<T>): Promise<T> {
  try {
    return await templates
  } catch (error) {
    throw error instanceof TemplateRefused ? new UnwritableLetter(reservation) : error
  }
}

interface AskingPorts extends CasePorts {
  readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'get' | 'put'>
}

interface RefusedPorts extends AskingPorts {
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'putNew'>
}

/** One refusal may be a hiccup of the service; from so many on, people are asked. */
const ASKED_FROM = 2

/**
 * Tells people, by a note, of a letter that cannot leave until they mend something; never silently nothing (C5).
 * Without an address to which anything can go, the case rests until its address changes. Anything else gives the act
 * back, and it is tried again later and later (`back-off.ts`).
 *
 * @throws MailRefused for a mail that the service refused, `error` when it is not known whether the letter left, and
 * else CaseStandsElsewhere
 */
export async function undeliverable(ports: RefusedPorts, caseId: string, error: unknown): Promise<never> {
  const reason = reasonOf(error)
  if (reason === null) throw error
  const ask = (why: Question['reason']) =>
    askQuestion(ports, questionId.letter(caseId), {
      about: 'letter',
      reason: why,
      caseId,
      at: ports.now().toISOString(),
    })
  if (reason === 'no-address') {
    await ask(reason)
    await changeCase(ports, caseId, { type: 'release-reservation', reason: 'undeliverable' })
    throw new CaseStandsElsewhere('undeliverable')
  }
  if (error instanceof MailRefused) await keepWords(ports, caseId, error)
  const { state } = await changeCase(ports, caseId, { type: 'release-reservation', reason: 'refused', code: reason })
  const refusedByService = error instanceof MailRefused
  if (!refusedByService || (state.failedTries?.count ?? 0) >= ASKED_FROM) await ask(QUESTIONS[reason])
  throw refusedByService ? error : new CaseStandsElsewhere('refused')
}

/** What the service said may quote the renter's address: it is kept like the letter, and goes with it. */
const keepWords = ({ objects }: RefusedPorts, caseId: string, { message: reservation, words }: MailRefused) =>
  keepJsonOnce(objects, `letters/${caseId}/${reservation}.refused.json`, { words })

/**
 * A letter to the renter or a message to the agency left after all: what kept it from leaving asks nobody any more.
 * Call it after the act is confirmed, since a mail that left and is not confirmed might be sent again.
 */
export async function leftAfterAll(ports: AskingPorts, caseId: string, act: Reservable): Promise<void> {
  await endQuestion(ports, questionId.letter(caseId))
  if (!act.startsWith('agency-')) return
  await endQuestion(ports, questionId.agency(caseId))
  await endQuestion(ports, questionId.agencyAddress(caseId))
}

/** What people are asked about an act that was refused. */
const QUESTIONS = {
  'not-verified': 'mail-not-verified',
  paused: 'mail-paused',
  quota: 'mail-quota',
  settings: 'mail-settings',
  'agency-address': 'agency-address',
  unwritable: 'unwritable',
  'unknown-renter': 'unknown-renter',
} as const satisfies Record<SendRefusal, Question['reason']>

function reasonOf(error: unknown): 'no-address' | SendRefusal | null {
  if (error instanceof MailRefused) return error.code
  if (error instanceof UnprintableLetter) return 'no-address'
  // A renter's letter goes by post then; the agency has e-mail alone.
  if (error instanceof UndeliverableByEmail) return 'agency-address'
  if (error instanceof UnwritableLetter) return 'unwritable'
  return error instanceof RenterUnknown ? 'unknown-renter' : null
}
