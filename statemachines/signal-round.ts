import { block, jsonata, onError, stateMachine, when } from './asl.ts'
import { callFunction, PATIENTLY } from './call-function.ts'

/** The file for a portal that the states below are about. Its reference goes on from one to the next. */
const FILE = jsonata('$states.input')

const eachFile = block({
  StartAt: 'Signals or withdrawals?',
  States: {
    'Signals or withdrawals?': {
      Type: 'Choice',
      Choices: [when("$states.input.kind = 'signals'", 'Gate again and write the signals')],
      Default: 'Write the withdrawals',
    },
    'Gate again and write the signals': {
      Comment: 'Each signal passes G1 to G9 at the moment of writing (invariant 1).',
      ...callFunction('WriteSignals', FILE, {
        Output: FILE,
        Next: 'Bring the file to the portal',
      }),
    },
    'Write the withdrawals': callFunction('WriteWithdrawals', FILE, {
      Output: FILE,
      Next: 'Bring the file to the portal',
    }),
    'Bring the file to the portal': {
      Comment: 'Pushed over sFTP, through the API, or ready for a person who uploads it.',
      ...callFunction(
        'DeliverFile',
        FILE,
        { Catch: [onError('States.ALL', 'The file waits for the next round')], End: true },
        PATIENTLY,
      ),
    },
    'The file waits for the next round': {
      Type: 'Succeed',
      Comment: 'The next round tries again.',
    },
  },
})

export const signalRound = stateMachine({
  Comment: 'A signal round: the files for the portals, with the signals that are due and the withdrawals (S1, S2, S4).',
  StartAt: 'Daily, or asked for?',
  States: {
    'Daily, or asked for?': {
      Type: 'Choice',
      Choices: [when('$exists($states.input.asked)', 'Wait for others who ask')],
      Default: 'Take away what may not leave',
    },
    'Wait for others who ask': {
      Type: 'Wait',
      Comment: 'Who asks in one minute shares a round (S1).',
      Seconds: 120,
      Next: 'Take away what may not leave',
    },
    'Take away what may not leave': {
      Comment: 'A file that its portal does not have yet goes when one row fails the gate; the rest leaves anew (S2).',
      ...callFunction(
        'VoidFiles',
        {},
        { Catch: [onError('States.ALL', 'Collect what is due')], Next: 'Collect what is due' },
      ),
    },
    'Collect what is due': callFunction(
      'CollectRound',
      { round: jsonata('$states.context.Execution.Name') },
      {
        Assign: { files: jsonata('$states.result.Payload.files') },
        Catch: [onError('States.ALL', 'The round broke off')],
        Next: 'Write the files',
      },
    ),
    'Write the files': {
      Type: 'Map',
      Items: jsonata('$files'),
      MaxConcurrency: 2,
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...eachFile },
      Output: {},
      Catch: [onError('States.ALL', 'The round broke off')],
      Next: 'Tell who uploads',
    },
    'Tell who uploads': {
      Comment: 'At once which files are ready and which are void (S1, S2). Each morning they are asked for again.',
      ...callFunction(
        'TellAtOnce',
        {},
        { Catch: [onError('States.ALL', 'The round is done')], Next: 'The round is done' },
      ),
    },
    'The round is done': { Type: 'Succeed' },
    'The round broke off': {
      Type: 'Fail',
      Error: 'RoundBrokeOff',
      Cause: 'What was not written stays in the queue for the next round.',
    },
  },
})
