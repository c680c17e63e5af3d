import { z } from 'zod'

/*
 * The States Language as far as this runner implements it: JSONata only. The objects are strict, so that a field that
 * is not implemented (or is JSONPath) is refused by name instead of ignored.
 */

const MAX_SECONDS = 99_999_999

const expression = z.string().regex(/^\{%[\s\S]*%\}$/, 'must be a number or a JSONata expression')
const text = z.string()
const json = z.json()
const seconds = z.union([z.int().min(1).max(MAX_SECONDS), expression])

const common = {
  Comment: text.optional(),
  QueryLanguage: z.literal('JSONata', 'only JSONata is implemented').optional(),
}
const flow = { Next: text.optional(), End: z.literal(true).optional() }
const assign = z.record(text, json)
const output = { Output: json.optional() }

const errorNames = z
  .array(text)
  .min(1)
  .refine((names) => names.length === 1 || !names.includes('States.ALL'), 'States.ALL must stand alone')

const retriers = z.array(
  z.strictObject({
    Comment: text.optional(),
    ErrorEquals: errorNames,
    IntervalSeconds: z.int().min(1).max(MAX_SECONDS).default(1),
    MaxAttempts: z.int().min(0).max(MAX_SECONDS).default(3),
    BackoffRate: z.number().min(1).default(2),
    MaxDelaySeconds: z.int().min(1).max(31_622_399).optional(),
    JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
  }),
)

const catchers = z.array(
  z.strictObject({
    Comment: text.optional(),
    ErrorEquals: errorNames,
    Next: text,
    Assign: assign.optional(),
    ...output,
  }),
)

const handling = { Retry: retriers.default([]), Catch: catchers.default([]) }
const states = z.record(text, z.unknown())

const branch = z.strictObject({ Comment: text.optional(), StartAt: text, States: states })

const pass = z.strictObject({ Type: z.literal('Pass'), ...common, ...flow, Assign: assign.optional(), ...output })

const task = z.strictObject({
  Type: z.literal('Task'),
  ...common,
  ...flow,
  Resource: text,
  Arguments: json.optional(),
  TimeoutSeconds: seconds.optional(),
  HeartbeatSeconds: seconds.optional(),
  ...handling,
  Assign: assign.optional(),
  ...output,
})

const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  Choices: z
    .array(
      z.strictObject({
        Comment: text.optional(),
        Condition: z.union([z.boolean(), expression]),
        Next: text,
        Assign: assign.optional(),
        ...output,
      }),
    )
    .min(1),
  Default: text.optional(),
  Assign: assign.optional(),
  ...output,
})

const wait = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  ...flow,
  Seconds: z.union([z.int().min(0).max(MAX_SECONDS), expression]).optional(),
  Timestamp: text.optional(),
  Assign: assign.optional(),
  ...output,
})

const succeed = z.strictObject({ Type: z.literal('Succeed'), ...common, ...output })

const fail = z.strictObject({ Type: z.literal('Fail'), ...common, Error: text.optional(), Cause: text.optional() })

const parallel = z.strictObject({
  Type: z.literal('Parallel'),
  ...common,
  ...flow,
  Branches: z.array(branch).min(1),
  Arguments: json.optional(),
  ...handling,
  Assign: assign.optional(),
  ...output,
})

const count = z.union([z.int().min(0), expression])

const map = z.strictObject({
  Type: z.literal('Map'),
  ...common,
  ...flow,
  ItemProcessor: branch.extend({
    ProcessorConfig: z
      .union([
        z.strictObject({ Mode: z.literal('INLINE') }),
        z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.enum(['STANDARD', 'EXPRESS']) }),
      ])
      .default({ Mode: 'INLINE' }),
  }),
  Items: z.union([z.array(json), expression]).optional(),
  ItemSelector: json.optional(),
  ItemReader: z
    .strictObject({
      Resource: z.literal('arn:aws:states:::s3:getObject'),
      ReaderConfig: z.strictObject({ InputType: z.enum(['JSON', 'JSONL']), MaxItems: count.optional() }),
      Arguments: json,
    })
    .optional(),
  ItemBatcher: z
    .strictObject({
      MaxItemsPerBatch: z.union([z.int().min(1), expression]),
      BatchInput: json.optional(),
    })
    .optional(),
  MaxConcurrency: count.default(0),
  ToleratedFailurePercentage: z.union([z.number().min(0).max(100), expression]).optional(),
  ToleratedFailureCount: count.optional(),
  Label: z
    .string()
    .regex(/^[^\s?*<>{}[\]:;,\\|^~$#%&`"]{1,40}$/, 'is no valid label')
    .optional(),
  ...handling,
  Assign: assign.optional(),
  ...output,
})

export const stateSchema = z.discriminatedUnion('Type', [pass, task, choice, wait, succeed, fail, parallel, map])

export const machineSchema = z.strictObject({
  Comment: text.optional(),
  QueryLanguage: z.literal('JSONata', 'only JSONata is implemented: set it at the top of the machine'),
  Version: z.literal('1.0').optional(),
  StartAt: text,
  TimeoutSeconds: z.int().min(1).max(MAX_SECONDS).optional(),
  States: states,
})

export type StateSource = z.infer<typeof stateSchema>
export type StateSourceOf<Type extends StateSource['Type']> = Extract<StateSource, { Type: Type }>
export type CatcherSource = z.infer<typeof catchers>[number]
export type Retrier = z.infer<typeof retriers>[number]

const JSONPATH_FIELDS = new Set([
  ...['InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'ItemsPath', 'Variable', 'Result'],
  ...['SecondsPath', 'TimestampPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath', 'MaxConcurrencyPath', 'ErrorPath'],
  ...['CausePath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath', 'MaxItemsPerBatchPath'],
])

/** Says in one line what is wrong with a definition. */
export function explain(error: z.ZodError): string {
  return error.issues.map(explainIssue).join('; ')
}

function explainIssue(issue: z.core.$ZodIssue): string {
  const field = issue.path.map(String).join('/')
  const at = field === '' ? '' : `${field}: `
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .map((key) => `${at}${key} ${JSONPATH_FIELDS.has(key) ? 'belongs to JSONPath' : 'is not implemented'}`)
      .join('; ')
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const nested = issue.errors.at(-1) ?? []
    return `${at}${nested.map(explainIssue).join('; ')}`
  }
  return `${at}${issue.message}`
}
