import { z } from 'zod'
import { bringUpToDate, type CasePortsOutside, changeCase } from '../../shared/cases/change-case.ts'
import type { ImportReport, Remark } from '../../shared/contracts/import.ts'
import { reportKey } from '../../shared/contracts/object-keys.ts'
import type { Question } from '../../shared/contracts/question.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { dateOf, type IsoDate } from '../../shared/domain/calendar.ts'
import type { Rejection } from '../../shared/domain/closed-lists.ts'
import type { Command } from '../../shared/domain/command.ts'
import type { Meaning } from '../../shared/portals/answer-profile.ts'
import { askQuestionOnce } from '../../shared/questions/questions.ts'
import { answerProfilesOf, settingsOf } from '../../shared/rounds/portal-settings.ts'
import { askAboutRejection } from '../../shared/rounds/rejections.ts'
import { type LeftSignal, signalsAt } from '../../shared/rounds/signals-at.ts'
import { putJson } from '../../shared/runtime/json-objects.ts'
import { type PortalAnswer, readAnswerFile } from './answer-file.ts'

export const readAnswersInput = z.object({ key: z.string().min(1) })

export interface AnswerPorts extends CasePortsOutside {
  readonly objects: ObjectsFor<'inbox read' | 'work read' | 'work write' | 'evidence read'>
  readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'reserve'>
}

/** A file with thousands of faults has one cause: the first tell it. */
const REMARKS = 200

/**
 * Reads what a portal says of signals: answers of municipalities (F2), lines that it refused (S5), and what it passed
 * on. The key is `antwoorden/<profile>/<file>`. With any fault nothing of the file counts, and the report says what and
 * where; else every line goes to its case, and a line that fits none, or more than one, is a question for people. Run
 * again, it changes nothing.
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
    return report(ports, key, 0, [{ row: null, field: null, message: `Onbekend formaat. Kies een map: ${known}.` }])
  }
  const { answers, errors } = await readAnswerFile(object.body, profile, dateOf(ports.now().toISOString()))
  if (errors.length > 0) return report(ports, key, answers.length, errors)
  const signals = await signalsAt(ports.objects, profile.portal)
  const warnings: Remark[] = []
  for (const answer of answers) {
    const problem = await record(ports, answer, signals(answer))
    if (problem === null) continue
    const question: Question = { about: 'answer', reason: problem, caseId: null, file, at: ports.now().toISOString() }
    await askQuestionOnce(ports, `${key}-${answer.row}`, question)
    warnings.push({ row: answer.row, field: null, message: WARNINGS[problem] })
  }
  return report(ports, key, answers.length, [], warnings)
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
  if (meaning === 'passed-on') return null
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
  meaning: Exclude<Meaning, 'passed-on'>,
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
    status: errors.length > 0 ? 'rejected' : 'accepted',
    rows,
    errors: errors.slice(0, REMARKS),
    warnings: warnings.slice(0, REMARKS),
  }
  await putJson(ports.objects, 'work', reportKey(file), made)
  return made
}
