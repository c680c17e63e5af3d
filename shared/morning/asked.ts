import type { KeptQuestion, Question } from '../contracts/question.ts'
import { isUrgent, questionInFull } from '../correspondence/asked.ts'
import { dateOf } from '../domain/calendar.ts'
import { aboutInWords } from '../questions/wording.ts'
import type { Undelivered } from '../rounds/undelivered.ts'
import type { Morning } from './gather.ts'
import { aboutCase, type Matter, type Subject } from './section.ts'

/** Under which heading a question stands; null for what another line of the mail tells. */
export type Heading = 'urgent' | 'files' | 'books' | 'uploads' | 'deliveries' | 'refused' | 'questions'

const ABOUT_FILES: ReadonlySet<string> = new Set<Question['about']>(['upload', 'delivery'])
const FILES: ReadonlySet<string> = new Set<Question['reason']>([
  ...(['file-waits', 'file-early', 'file-refused', 'answers-refused', 'broken-off'] as const),
])
const REFUSED: ReadonlySet<string> = new Set<Question['reason']>(['rejected', 'unknown-rejection', 'portal-rejected'])

/** Decisions and books that are needed have a line of their own each morning, as files on their way have. */
export function headingOf(question: KeptQuestion, undelivered: readonly Undelivered[]): Heading | null {
  const { about, reason, file } = question
  if (about === 'decision' || reason === 'book-needed') return null
  if (FILES.has(reason)) return 'files'
  if (isUrgent(question)) return 'urgent'
  if (ABOUT_FILES.has(about) && undelivered.some((each) => each.file === file)) return null
  if (about === 'upload' || about === 'void-file' || reason === 'withdraw-by-hand') return 'uploads'
  if (about === 'delivery') return 'deliveries'
  if (about === 'portal-rejection' || REFUSED.has(reason)) return 'refused'
  return about === 'book' ? 'books' : 'questions'
}

/** The questions under a heading; each file of the ERP once, whosever book it is. */
export function askedLines(heading: Heading, morning: Morning): Matter[] {
  const theirs = morning.questions.filter((each) => headingOf(each, morning.undelivered) === heading)
  const lines = theirs.flatMap((question, index) => {
    const same = ({ file, reason }: KeptQuestion) => file === question.file && reason === question.reason
    if (question.reason.startsWith('file-') && theirs.findIndex(same) < index) return []
    return {
      of: subjectOf(question),
      renter: question.renter ?? caseOf(question, morning)?.renter ?? '',
      about: aboutOf(question, morning),
      full: questionInFull(withoutClient(question), morning.reasons.get(question.id) ?? []),
      short: shortOf(question),
      since: dateOf(question.at),
    }
  })
  // Of one day in the order of the debtor numbers.
  return lines.sort((a, b) => `${a.since} ${a.renter}`.localeCompare(`${b.since} ${b.renter}`))
}

const subjectOf = ({ id, caseId, file, client }: KeptQuestion): Subject => ({
  question: id,
  ...(caseId !== null && { caseId }),
  ...(file !== null && { file }),
  ...(client !== null && { client }),
})

/** Null for what is told in full each morning. */
function shortOf(question: KeptQuestion): string | null {
  if (FILES.has(question.reason)) return 'telt nog niet'
  return isUrgent(question) ? null : aboutInWords({ ...question, file: question.row === null ? null : question.file })
}

/** A book may be of several clients: its line begins with all of them. */
const withoutClient = (question: KeptQuestion): KeptQuestion =>
  question.about === 'book' ? { ...question, client: null } : question

const caseOf = ({ caseId }: KeptQuestion, { open }: Pick<Morning, 'open'>) =>
  caseId === null ? undefined : open.find((each) => each.caseId === caseId)

/** The first words of a line: the case, or else the renter, the file, or whose it is. */
export function aboutOf(question: KeptQuestion, morning: Pick<Morning, 'open' | 'clients' | 'questions'>): string {
  const { about, reason, caseId, renter, client, file } = question
  const found = caseOf(question, morning)
  const nameOf = (id: string | null) => morning.clients.find((each) => each.id === id)?.name ?? null
  const name = nameOf(client ?? found?.client ?? null)
  const number = renter ?? found?.renter ?? null
  if (caseId !== null && number !== null && name !== null) return aboutCase({ caseId, renter: number }, { name })
  if (caseId !== null) return number === null ? `Dossier ${caseId}` : `Dossier ${caseId}, debiteur ${number}`
  if (number !== null) return name === null ? `Debiteur ${number}` : `Debiteur ${number} (${name})`
  if (file === null || (about === 'book' && !FILES.has(reason))) return name ?? 'Zonder dossier'
  const whose = morning.questions
    .filter((each) => each.file === file && each.reason === reason)
    .flatMap((each) => nameOf(each.client) ?? [])
  return whose.length === 0 ? `Bestand ${file}` : `Bestand ${file} (${whose.join(', ')})`
}
