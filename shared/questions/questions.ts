import { REFUSED_BY } from '../contracts/portal-channels.ts'
import type { KeptQuestion, Question, RefusedAtOnce } from '../contracts/question.ts'
import type { NotebookFor } from '../contracts/rights.ts'
import type { Author } from '../domain/event.ts'
import { renterKey } from '../domain/renter-number.ts'

// The one way in which a question is asked, listed and ended. Its id is the name of its note.

const KIND = 'question'

/** What can keep a file from its portal. */
const DELIVERY_REASONS = ['portal-unreachable', 'not-fetched', ...REFUSED_BY] as const

interface Asking {
  readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'get' | 'put'>
}

/**
 * Ids of the questions that end when what they ask for has happened: whoever asks and whoever ends must mean the same
 * one. The question about a fact bears the fact's own id.
 */
export const questionId = {
  /** A letter that cannot leave (C5). */
  letter: (caseId: string) => `${caseId}-letter`,
  /** An e-mail address that does not work (C5). */
  address: (caseId: string) => `${caseId}-address`,
  /** The address of the collection agency does not work (U1, K1). */
  agencyAddress: (caseId: string) => `${caseId}-agency`,
  /** Nobody knows which agency has the case (U1, K1). */
  agency: (caseId: string) => `${caseId}-agency-unknown`,
  /** The municipality of an address (R5). */
  municipality: (caseId: string) => `${caseId}-municipality`,
  /** What keeps a case out of a file of signals, or of withdrawals (S2, S4). */
  signal: (caseId: string) => `${caseId}-signal`,
  withdrawal: (caseId: string) => `${caseId}-withdrawal`,
  /** Whether a new number is that of the renter of a case (R6). */
  sameRenter: (caseId: string, renter: string) => `${caseId}-same-renter-${renter}`,
  /** Which of some co-renters is reported (G10). */
  mainTenant: (caseId: string) => `${caseId}-main-tenant`,
  /** A refusal in words that are not in our list (S5). */
  rejection: (caseId: string, file: string) => `${caseId}-${file}-rejection`,
  /** The book of a client, for which cases wait (C13). */
  book: (client: string) => `${client}-book`,
  /** Small claims of a renter without an open case, by the number as it is compared (C11). */
  remainders: (client: string, renter: string) => `${client}-${renter}-remainders`,
  /** A row of a client's book that cannot be read (I1). */
  unreadRow: (client: string, renter: string) => `${client}-unread-${renterKey(renter)}`,
  /** A book of a client that closes nothing (I1). */
  closesNothing: (client: string) => `${client}-closes-nothing`,
  /** A file of the ERP that does not count, by its client where that is known. */
  file: (file: string, client: string | null) => `${file}-${client ?? ''}-file`,
  /** A threatening situation (S1). */
  threat: (caseId: string) => `${caseId}-threat`,
  /** A client who is missing in a book (I2). */
  missing: (client: string) => `${client}-missing`,
  /** A fact of a client's mandate that nobody gave (R1). */
  mandate: (client: string, reason: string) => `${client}-${reason}`,
  /** A file that a person uploads (S2). */
  upload: (file: string) => `${file}-to-upload`,
  /** A file that was taken away, and may have been uploaded all the same (S2). */
  voided: (file: string) => `${file}-voided`,
  /** What keeps a file from its portal (S2). */
  delivery: (file: string, reason: (typeof DELIVERY_REASONS)[number]) => `${file}-${reason}`,
} as const

const noteOf = ({ options, ...question }: Question) => ({ ...question, ...(options && { options: [...options] }) })

/**
 * Asks a person. A question that is open for the same reason stays as it was asked; one that ended, or is open for
 * another reason, is asked anew.
 */
export async function askQuestion({ notebook }: Asking, id: string, question: Question): Promise<void> {
  const before = await questionWith(notebook, id)
  if (before?.endedAt === null && before.reason === question.reason) return
  await notebook.put(KIND, id, noteOf(question))
}

/**
 * Asks a person about something that can come twice: once it was asked it is not asked again, also when it has ended
 * since.
 */
export async function askQuestionOnce(
  { notebook }: { readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'reserve'> },
  id: string,
  question: Question,
): Promise<void> {
  await notebook.reserve(KIND, id, noteOf(question))
}

/**
 * Ends a question, which stays readable, without the fact that it kept; harmless when it was never asked, or has ended.
 *
 * @param how whose answer ends it, the system's when it settled by itself; and the only reason for which it ends, any
 * when left out
 */
export async function endQuestion(
  { notebook, now }: Asking & { readonly now: () => Date },
  id: string,
  how: { readonly answeredBy?: Author; readonly reason?: Question['reason']; readonly answer?: string } = {},
): Promise<void> {
  const before = await questionWith(notebook, id)
  if (before?.endedAt !== null || (how.reason !== undefined && how.reason !== before.reason)) return
  const { id: _id, fact: _fact, ...question } = before
  const { answeredBy = 'system', answer = null } = how
  await notebook.put(KIND, id, { ...question, answeredBy, answer, endedAt: now().toISOString() })
}

/** What ends by itself when a file is at its portal, and by no word (S2). */
const ENDED_BY_DEEDS: ReadonlySet<string> = new Set<Question['about']>(['upload', 'delivery'])

/** The words with which a person can answer a question; none where something must be done. */
export const offered = ({ about, options }: Pick<KeptQuestion, 'about' | 'options'>): readonly string[] =>
  options ?? (ENDED_BY_DEEDS.has(about) ? [] : ['done'])

/**
 * Ends a question by a person's word, which must be one that it offers; the same answer again is harmless.
 *
 * @returns why not; null when it is answered so
 */
export async function answerQuestion(
  ports: Parameters<typeof endQuestion>[0],
  id: string,
  answer: string,
  answeredBy: Author,
): Promise<RefusedAtOnce | null> {
  const question = await questionWith(ports.notebook, id)
  if (!question) return 'unknown-question'
  if (!offered(question).includes(answer)) return 'not-offered'
  if (question.endedAt !== null) return question.answer === answer ? null : 'question-ended'
  await endQuestion(ports, id, { answeredBy, answer })
  return null
}

/** Ends what was asked about a file that could not be delivered: it has reached its portal (S2). */
export async function endDeliveryQuestions(ports: Parameters<typeof endQuestion>[0], file: string): Promise<void> {
  for (const reason of DELIVERY_REASONS) await endQuestion(ports, questionId.delivery(file, reason))
}

/** Ends all that is asked about a matter of a case. @param by who did what is asked */
export async function endQuestionsAbout(
  ports: Parameters<typeof endQuestion>[0] & { readonly notebook: Pick<NotebookFor<'question read'>, 'list'> },
  matter: Question['about'],
  caseId: string,
  by: string,
): Promise<void> {
  for (const each of await allQuestions(ports.notebook))
    if (each.about === matter && each.caseId === caseId) await endQuestion(ports, each.id, { answeredBy: by })
}

/** Every question that was ever asked, ended ones too, the oldest first. */
export async function allQuestions(notebook: Pick<NotebookFor<'question read'>, 'list'>): Promise<KeptQuestion[]> {
  const notes = await notebook.list(KIND)
  return notes.map(({ id, value }) => ({ id, ...value })).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
}

const orderOf = ({ at, id }: KeptQuestion) => `${at} ${id}`

/** A question by its id; null when it was never asked. */
export async function questionWith({ get }: Asking['notebook'], id: string): Promise<KeptQuestion | null> {
  const value = await get(KIND, id)
  return value === null ? null : { id, ...value }
}
