import type { Judge } from './invariants.ts'
import { MARKERS } from './world.ts'

// Invariant 6: no personal data in logs, workflow inputs, outputs or names; nor in a history, a question, or the
// morning mail to staff, which has the telephone numbers of renters to be called, and nothing else of them. Every name,
// address, number and e-mail address in a world holds a mark that occurs nowhere else.

/** A line of the list of calls. */
const CALL = /\): 06 55 \d+\. €/g

export const nobodyIsNamed: Judge = (evidence) => {
  const { functionsLog, database, cases, outcome, post, signalNames, executions, questions } = evidence
  const places: [string, string][] = [
    ['the log of the functions', functionsLog],
    ...database.map((content): [string, string] => ['the database of the workflows and the bus', content]),
    ['the executions', JSON.stringify(executions)],
    ['the questions', JSON.stringify(questions)],
    ...cases.map(({ caseId, events }): [string, string] => [`the history of ${caseId}`, JSON.stringify(events)]),
    ...outcome.staffMails.map(({ on, text, subject }): [string, string] => [
      `the staff mail of ${on}`,
      subject + unwrapped(text).replaceAll(CALL, '): €'),
    ]),
    ['a file name', [...evidence.evidence.keys(), ...post.keys(), ...signalNames].join('\n')],
  ]
  return places.flatMap(([where, content]) =>
    MARKERS.filter((mark) => withoutHashes(content).includes(mark)).map((mark) => `6: ${where} holds ${mark}`),
  )
}

/** Mail breaks lines where they are long. */
const unwrapped = (text: string): string => text.replaceAll(/\s+/g, ' ')

/** A hash may hold anything by chance. */
const withoutHashes = (content: string): string => content.replace(/\b[0-9a-f]{64}\b/g, '')
