import { block, jsonata, onError, stateMachine, when } from './asl.ts'
import { callFunction } from './call-function.ts'

export const erpImport = stateMachine({
  Comment: 'An ERP export becomes open, changed and paid cases, one export at a time (I3, invariant 7).',
  StartAt: 'Read the export',
  States: {
    'Read the export': callFunction(
      'ReadExport',
      {
        key: jsonata('$states.context.Execution.Input.key'),
        confirmed: jsonata('$states.context.Execution.Input.confirmed'),
        importId: jsonata('$states.context.Execution.Name'),
      },
      {
        Assign: { plan: jsonata('$states.result.Payload') },
        Catch: [onError('States.ALL', 'The export could not be read')],
        Next: 'Can the export be used?',
      },
    ),
    'Can the export be used?': {
      Type: 'Choice',
      Choices: [
        when("$plan.status = 'under-way'", 'Another import is under way'),
        when("$plan.status = 'half-told'", 'Another import left cases half-told'),
        when("$plan.status = 'accepted'", 'Bring the cases up to date'),
        when('$plan.early', 'The export waits for the claims that belong to it'),
      ],
      Default: 'Tell people at once',
    },
    'Another import is under way': { Type: 'Wait', Seconds: 10, Next: 'Read the export' },
    'Another import left cases half-told': callFunction(
      'RepairCases',
      {},
      { Catch: [onError('States.ALL', 'The export could not be read')], Next: 'Read the export' },
    ),
    'Bring the cases up to date': {
      Type: 'Map',
      Items: jsonata('$plan.batches'),
      ItemSelector: {
        importId: jsonata('$plan.importId'),
        on: jsonata('$plan.on'),
        batch: jsonata('$states.context.Map.Item.Value'),
      },
      MaxConcurrency: 4,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        ...block({
          StartAt: 'Bring a batch of renters up to date',
          States: {
            'Bring a batch of renters up to date': callFunction('ApplyBook', jsonata('$states.input'), { End: true }),
          },
        }),
      },
      Output: {},
      Catch: [onError('States.ALL', 'The import broke off')],
      Next: 'Close the cases that were paid',
    },
    'Close the cases that were paid': callFunction('ClosePaid', jsonata('$plan'), {
      Catch: [onError('States.ALL', 'The import broke off')],
      Next: 'The import is done',
    }),
    'The import is done': { Type: 'Succeed' },
    'The export waits for the claims that belong to it': { Type: 'Succeed' },
    'Tell people at once': {
      Comment: 'What is wrong with the file (H1). Each morning they are asked for again.',
      ...callFunction(
        'TellAtOnce',
        {},
        {
          Catch: [onError('States.ALL', 'The export waits for a person')],
          Next: 'The export waits for a person',
        },
      ),
    },
    'The export waits for a person': { Type: 'Succeed' },
    'The export could not be read': {
      Type: 'Fail',
      Error: 'ExportNotRead',
      Cause: 'Nothing was imported. The export is still in the inbox.',
    },
    'The import broke off': {
      Type: 'Fail',
      Error: 'ImportBrokeOff',
      Cause: 'No case was closed that the book does not close. Deliver the export again.',
    },
  },
})
