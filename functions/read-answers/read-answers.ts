import { z } from 'zod'
import { bringUpToDate, type CasePortsOutside, changeCase } from '../../shared/cases/change-case.ts'
import type { ImportReport, Remark } from '../../shared/contracts/import.ts'
import { reportKey } from '../../shared/contracts/object-keys.ts'
import type { Question } from '../../shared/contracts/question.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { type AtOncePorts, tellNow } from '../../shared/correspondence/tell-now.ts'
import { dateOf, type IsoDate } from '../../shared/domain/calendar.ts'
import type { Rejection } from '../../shared/domain/closed-lists.ts'
import type { Command } from '../../shared/domain/command.ts'
import type { Meaning } from '../../shared/portals/answer-profile.ts'
import { askQuestion } from '../../shared/questions/questions.ts'
import { answerProfilesOf, settingsOf } from '../../shared/rounds/portal-settings.ts'
import { askAboutRejection } from '../../shared/rounds/rejections.ts'
import { type LeftSignal, signalsAt } from '../../shared/rounds/signals-at.ts'
import { putJson } from '../../shared/runtime/json-objects.ts'
import { readAnswerFile } from './answer-file.ts'
import type { Place, PortalAnswer } from './answer-line.ts'
import { endAnswered } from './end-answered.ts'

export const readAnswersInput = z.object({ key: z.string().min(1) })

export interface AnswerPorts extends CasePortsOutside, Omit<AtOncePorts, 'log' | 'registers' | 'notebook' | 'objects'> {
  readonly log: CasePortsOutside['log'] & AtOncePorts['log']
  readonly registers: CasePortsOutside['registers'] & AtOncePorts['registers']
  readonly objects: ObjectsFor<'inbox read' | 'work read' | 'work write' | 'evidence read'>
  readonly notebook: Pick<NotebookFor<NoteRights>, 'reserve' | 'get' | 'put' | 'list'>
}

type NoteRights = `${'question' | 'staff-mail'} ${'read' | 'put'}`

/** A file with thousands of faults has one cause: the first tell it. */
const REMARKS = 200

/**
 * Reads what a portal says of signals: answers of municipalities (F2), lines that it refused (S5), and what it passed
 * on. The key is `antwoorden/<profile>/<file>`. Every line that can be read goes to its case, whatever the others are;
 * a line that cannot, or that fits no signal or more than one, is a question for people, at the top of their list where
 * help was or may have been accepted. So is a file that cannot be read to its end; people hear of these at once. What
 * an earlier file asked ends when its line is read now. Run again, it changes nothing.
 */
export async function readAnswers(
  ports: AnswerPorts,
  { key }: z.infer<typeof readAnswersInput>,
): Promise<ImportReport> {
  const [, name = '', ...rest] = key.split('/')
  const file = rest.join('/')
  const profiles = answerProfilesOf(await settingsOf(ports.objects))
  const profile = profiles.find((each) => each.name === name)
  const object = await ports.objects.stream('inbox', key)
  if (!profile || !object) {
    const known = profiles.map((each) => each.name).join(', ')
    const message = `Onbekend formaat. Kies een map: ${known}.`
    await askAll(ports, key, file || key, [], { row: null, field: null, message })
    return told(ports, await report(ports, key, 0, [{ row: null, field: null, message }]))
  }
  const { answers, unread, fault } = await readAnswerFile(object.body, profile, dateOf(ports.now().toISOString()))
  const signals = await signalsAt(ports.objects, profile.portal)
  const caseAt = (place: Place | null) => {
    const [only, ...others] = place ? signals(place) : []
    return only && others.length === 0 ? only.caseId : null
  }
  const asked: Asked[] = unread.map(({ place, ...line }) => ({ ...line, caseId: caseAt(place) }))
  const warnings: Remark[] = []
  const read = new Set<string>()
  for (const answer of answers) {
    const { row, meaning } = answer
    const caseId = caseAt(answer)
    const reason = await record(ports, answer, signals(answer))
    if (reason === null) {
      if (caseId !== null) read.add(caseId)
      continue
    }
    asked.push({ row, field: null, reason, caseId, urgent: meaning === 'accepted' })
    warnings.push({ row, field: null, message: WARNINGS[reason] })
  }
  await askAll(ports, key, file, asked, fault)
  await endAnswered(ports, { key, cases: read, unread: new Set(asked.map(({ row }) => row)), isWhole: fault === null })
  const errors = [...(fault ? [fault] : []), ...unread.map(({ row, field, message }) => ({ row, field, message }))]
  return told(ports, await report(ports, key, answers.length, errors, warnings))
}

/** After the report, from which people are told. */
async function told(ports: AnswerPorts, made: ImportReport): Promise<ImportReport> {
  await tellNow(ports)
  return made
}

/** What a line asks of people. */
type Asked = Pick<Question, 'reason' | 'urgent' | 'caseId'> & { readonly row: number; readonly field: string | null }

/** Asks about each line, urgent ones first, and about the file where it, or the rest of it, has no line of its own. */
async function askAll(
  ports: AnswerPorts,
  key: string,
  file: string,
  asked: readonly Asked[],
  fault: Remark | null,
): Promise<void> {
  const about = { about: 'answer', file, at: ports.now().toISOString() } as const
  const sorted = [...asked].sort((a, b) => Number(b.urgent) - Number(a.urgent))
  for (const { row, field, reason, urgent = false, caseId } of sorted.slice(0, REMARKS))
    await askQuestion(ports, `${key}-${row}`, { ...about, row, field, reason, urgent, caseId })
  if (!fault && sorted.length <= REMARKS) return
  await askQuestion(ports, key, {
    ...about,
    caseId: null,
    reason: 'answers-refused',
    row: fault?.row ?? null,
    field: fault?.field ?? null,
    urgent: true,
  })
}

const WARNINGS = {
  'no-such-signal': 'Bij dit adres is geen signaal gevonden. Een collega moet kijken.',
  'which-signal': 'Bij dit adres zijn meer signalen. Een collega moet kijken bij welk dossier dit hoort.',
  'no-signal': 'Dit past niet bij hoe het dossier nu staat. Een collega moet kijken.',
  'acceptance-old': 'De hulp is langer dan 30 dagen geleden aanvaard. Een collega moet kijken.',
  'acceptance-before-case': 'De hulp is aanvaard voordat het dossier begon. Een collega moet kijken.',
} as const

/** What stands in the way of recording one line; null when it is recorded, was known, or changes nothing. */
async function record(
  ports: AnswerPorts,
  answer: PortalAnswer,
  found: readonly LeftSignal[],
): Promise<keyof typeof WARNINGS | null> {
  if (found.length === 0) return 'no-such-signal'
  const { meaning } = answer
  if (meaning === 'passed-on' || meaning === 'not-accepted') return null
  const live = found.length === 1 ? found : await stillOut(ports, found)
  const [signal, ...others] = live
  if (!signal || others.length > 0) return 'which-signal'
  // A portal repeats what it said in its next file: of one signal, the same of the same day counts once. The cause says
  // no more than the event itself does.
  const cause = `portal ${signal.file} ${meaning} ${answer.on ?? ''}`
  const { refused } = await changeCase(ports, signal.caseId, commandOf(ports, meaning, answer.on, signal.file), {
    origin: { by: 'portal', cause },
  })
  if (refused === null || refused === 'nothing-new' || refused === 'already-recorded') {
    if (isRefusal(meaning)) await askAboutRejection(ports, signal, REFUSALS[meaning])
    return null
  }
  return refused === 'acceptance-old' || refused === 'acceptance-before-case' ? refused : 'no-signal'
}

/** Of several cases at one address, those whose signal lies at the portal now. */
async function stillOut(ports: AnswerPorts, found: readonly LeftSignal[]): Promise<LeftSignal[]> {
  const live: LeftSignal[] = []
  for (const signal of found) {
    const { state } = await bringUpToDate(ports, signal.caseId)
    if (state.signal && !state.withdrawn && state.rejected === null) live.push(signal)
  }
  return live
}

/** The code of each refusal. */
const REFUSALS = {
  rejected: 'other',
  'unknown-address': 'unknown-address',
  'not-connected': 'not-connected',
  duplicate: 'duplicate',
  'invalid-row': 'invalid-row',
} as const satisfies Partial<Record<Meaning, Rejection>>

const isRefusal = (meaning: Meaning): meaning is keyof typeof REFUSALS => Object.hasOwn(REFUSALS, meaning)

function commandOf(
  ports: AnswerPorts,
  meaning: Exclude<Meaning, 'passed-on' | 'not-accepted'>,
  on: IsoDate | null,
  file: string,
): Command {
  if (isRefusal(meaning)) return { type: 'portal-rejection', reason: REFUSALS[meaning], file }
  return { type: 'answer', code: meaning, on: on ?? dateOf(ports.now().toISOString()), file }
}

async function report(
  ports: AnswerPorts,
  file: string,
  rows: number,
  errors: readonly Remark[],
  warnings: readonly Remark[] = [],
): Promise<ImportReport> {
  const made: ImportReport = {
    file,
    status: rows === 0 ? 'rejected' : 'accepted',
    rows,
    errors: errors.slice(0, REMARKS),
    warnings: warnings.slice(0, REMARKS),
  }
  await putJson(ports.objects, 'work', reportKey(file), made)
  return made
}
