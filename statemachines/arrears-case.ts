import type { Letter } from '../shared/domain/event.ts'
import type { Step } from '../shared/domain/standing.ts'
import { type Catcher, jsonata, onError, stateMachine, when } from './asl.ts'
import { callFunction } from './call-function.ts'
import { CASE_ID, NOW, waitForEvent } from './wait-for-event.ts'

const LOOK = 'Where does the case stand?'
const CHOOSE = 'What comes next?'
const LATER = 'Wait an hour, then look again'

interface Place<Name extends string> {
  /** In this state a case is at the step, */
  readonly state: Name
  /** and in this one, where there is one, as soon as the step is due. */
  readonly whenDue?: Name
}
const places = <Name extends string>(of: Readonly<Record<Step, Place<Name>>>) => of

/** Every step has its states: one without does not compile. */
export const STEPS = places({
  reminder: { state: 'Wait for the reminder date', whenDue: 'Send the reminder' },
  demand: { state: 'Wait for the demand date', whenDue: 'Send the demand with text 1' },
  notice: { state: 'Wait for the notice date', whenDue: 'Send the five-day notice with text 2' },
  'follow-up': { state: 'Wait for the day of the follow-up', whenDue: 'Send the follow-up of later months' },
  task: { state: 'Wait for the day of the next task' },
  book: { state: 'Wait for a book that is fresh' },
  signal: { state: 'Wait for the signal round', whenDue: 'Test the signal against G1 to G9' },
  'hand-over': {
    state: "Wait for the municipality's answer",
    whenDue: 'Hand the case over to the collection agency',
  },
  'settle-reservation': {
    state: 'Wait for word of the act that was broken off',
    whenDue: 'Settle the act that was broken off',
  },
  delivery: { state: 'Wait for the delivery of the signal' },
  suspension: { state: 'Wait out the 30 days' },
  hold: { state: 'Wait for the end of the hold' },
  arrangement: { state: 'Wait for the terms of the arrangement' },
  'inform-agency': { state: 'Wait to tell the collection agency', whenDue: 'Tell the collection agency' },
  'post-letter': { state: 'Wait to post the letter that bounced', whenDue: 'Post the letter that bounced' },
  withdrawal: { state: 'Wait for the withdrawal of the signal', whenDue: 'Ask for a round' },
  rest: { state: 'Wait for news' },
  finished: { state: 'The case is closed' },
})

const isAt = (step: string) => `$standing.step = '${step}'`
const isDue = (step: string) => `${isAt(step)} and $standing.due and $toMillis($standing.due) <= $toMillis(${NOW})`

/** Has a function look at the case, or work on it. What it answers says where the case stands from then on. */
const ask = <Name extends string>(name: string, Next: Name, payload = {}, Catch: Catcher<typeof LOOK>[] = []) =>
  callFunction<Name | typeof LOOK | typeof LATER>(
    name,
    { caseId: jsonata(CASE_ID), ...payload },
    { Assign: { standing: jsonata('$states.result.Payload') }, Catch: [...Catch, onError('States.ALL', LATER)], Next },
  )

/**
 * An act that its function refuses when the case stands elsewhere by now, or that the mail service refuses. Then the
 * machine looks again.
 */
const act = <Name extends string>(name: string, Next: Name, payload = {}) =>
  ask(name, Next, payload, [onError('CaseStandsElsewhere', LOOK), onError('MailRefused', LOOK)])

const send = <Name extends string>(letter: Letter, Next: Name) => act('SendLetter', Next, { act: letter })

const waitFor = (step: Step) =>
  waitForEvent(step, { onTime: STEPS[step].whenDue ?? LOOK, onEvent: LOOK, onFailure: LATER })

export const arrearsCase = stateMachine({
  Comment:
    "The responsible collection of one renter's arrears (C1 to C8, S1, F1 to F3, U1 to U3). Input: the case id, and " +
    'nothing else. The history of the case decides; this machine waits, asks and acts.',
  StartAt: LOOK,
  States: {
    [LOOK]: {
      Comment: 'Start, wake-up and recovery all come here. The answer is computed from the history of the case.',
      ...ask('FindStanding', CHOOSE),
    },
    [CHOOSE]: {
      Type: 'Choice',
      Comment: 'From here an edge leads to each step.',
      Choices: Object.entries(STEPS).flatMap(([step, { state, whenDue }]) => [
        ...(whenDue ? [when(isDue(step), whenDue)] : []),
        when(isAt(step), state),
      ]),
      Default: LATER,
    },
    [LATER]: {
      Type: 'Wait',
      Comment: 'Something failed for longer than the retries lasted. An alarm tells people.',
      Seconds: 3600,
      Next: LOOK,
    },
    'The case is closed': { Type: 'Succeed', Output: {} },

    // Stap 2: maatschappelijk verantwoorde incassoprocedure
    'Wait for the reminder date': { Comment: '5 M (C1)', ...waitFor('reminder') },
    'Send the reminder': send('reminder', 'Wait for the demand date'),
    'Wait for the demand date': { Comment: '15 M (C1)', ...waitFor('demand') },
    'Send the demand with text 1': send('demand', 'Wait for the notice date'),
    'Wait for the notice date': { Comment: '5 M+1 (C1)', ...waitFor('notice') },
    'Send the five-day notice with text 2': send('notice', 'Wait for the signal round'),
    'Wait for the day of the follow-up': {
      Comment: 'Months that no letter listed yet, and claims that came back (C10, C14).',
      ...waitFor('follow-up'),
    },
    'Send the follow-up of later months': send('follow-up', CHOOSE),
    'Wait for the day of the next task': {
      Comment: 'From then on people are asked to call the renter, or to decide what happens (C6 b, F3).',
      ...waitFor('task'),
    },
    'Wait for a book that is fresh': {
      Comment: 'Letters, signals and the hand-over rest on a book that is not too old (C13).',
      ...waitFor('book'),
    },

    // Stap 3: signalen aanleveren, of intrekken
    'Wait for the signal round': {
      Comment: '20 M+1, when the objection period is over (S1)',
      ...waitFor('signal'),
    },
    'Test the signal against G1 to G9': ask('TestSignal', 'May the signal leave?'),
    'May the signal leave?': {
      Type: 'Choice',
      Choices: [when(isAt('delivery'), 'Wait for the delivery of the signal')],
      Default: CHOOSE,
    },
    'Wait for the delivery of the signal': {
      Comment: 'The signal round writes the file, and wakes the case.',
      ...waitFor('delivery'),
    },
    'Ask for a round': {
      Comment: 'It takes away a signal that may not leave any more, or takes back one that left, at any hour (S2, S4).',
      ...ask('AskRound', CHOOSE),
    },
    'Wait for the withdrawal of the signal': {
      Comment: 'Paid: the round takes the signal back (S4).',
      ...waitFor('withdrawal'),
    },

    // Stap 4 en 5: de gemeente handelt en koppelt terug
    "Wait for the municipality's answer": { Comment: 'Four weeks (F1, F3)', ...waitFor('hand-over') },
    'Hand the case over to the collection agency': {
      Comment: "As the client's policy says (F3).",
      ...act('InformAgency', CHOOSE),
    },

    // Stap 6: incassoproces 30 dagen opschorten
    'Wait out the 30 days': {
      Comment: 'Help was accepted: no acts, at most 30 days (U1 to U3).',
      ...waitFor('suspension'),
    },
    'Wait to tell the collection agency': {
      Comment: 'What changed is told once a day; a mail that was refused is tried later (F4).',
      ...waitFor('inform-agency'),
    },
    'Tell the collection agency': {
      Comment: 'What changed, and pause, resume or stop (F4, U1, K1).',
      ...act('InformAgency', CHOOSE),
    },

    // Beside the main line
    'Wait for the terms of the arrangement': {
      Comment: 'Paused while the terms are kept (C8).',
      ...waitFor('arrangement'),
    },
    'Wait for the end of the hold': {
      Comment: 'A column, a person or a municipality put the renter on hold (R7).',
      ...waitFor('hold'),
    },
    'Wait to post the letter that bounced': {
      Comment: 'Only where it could not be written before.',
      ...waitFor('post-letter'),
    },
    'Post the letter that bounced': { Comment: 'Never silently nothing (C5).', ...act('PostLetter', CHOOSE) },
    'Wait for news': {
      Comment: 'Only a payment, an answer or a new claim brings the next step.',
      ...waitFor('rest'),
    },
    'Wait for word of the act that was broken off': waitFor('settle-reservation'),
    'Settle the act that was broken off': {
      Comment: 'Reserved, and never confirmed: found out, never repeated blindly.',
      ...ask('SettleReservation', CHOOSE),
    },
  },
})
