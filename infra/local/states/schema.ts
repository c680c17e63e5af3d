import { z } from 'zod'
import { isObject } from './json.ts'

/*
 * The States Language as far as this runner implements it. The objects are strict, so that whatever else a definition
 * says is refused by name instead of ignored. What this adds up to stands in README.md.
 */

/** The longest time that the States Language can name. */
export const MAX_SECONDS = 99_999_999

export const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke'
export const PUT_AND_WAIT = 'arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken'

const text = z.string()
const literal = z.string().regex(/^(?!\s*\{%)/, 'must be text: this cloud does not run an expression here')
const expression = z.string().regex(/^\{%[\s\S]*%\}$/, 'must be a JSONata expression')
const json = z.json()
const seconds = (least: number) => z.int().min(least).max(MAX_SECONDS)

const comment = { Comment: text.optional() }
const flow = { Next: text.optional(), End: z.literal(true).optional() }

const errorNames = z
  .array(text)
  .min(1)
  .refine((names) => names.length === 1 || !names.includes('States.ALL'), 'States.ALL must stand alone')
  .readonly()

const retriers = z.array(
  z.strictObject({
    ErrorEquals: errorNames,
    IntervalSeconds: seconds(1).default(1),
    MaxAttempts: seconds(0).default(3),
    BackoffRate: z.number().min(1).default(2),
    MaxDelaySeconds: z.int().min(1).max(31_622_399).optional(),
    JitterStrategy: z.literal('FULL').optional(),
  }),
)

const catchers = z.array(z.strictObject({ ErrorEquals: errorNames, Next: text }))

const task = {
  Type: z.literal('Task'),
  ...comment,
  ...flow,
  TimeoutSeconds: z.union([seconds(1), expression]).optional(),
  Retry: retriers.default([]),
  Catch: catchers.default([]),
  Assign: z.record(text, json).optional(),
  Output: json.optional(),
}

const invoke = z.strictObject({
  ...task,
  Resource: z.literal(LAMBDA_INVOKE),
  Arguments: z.strictObject({ FunctionName: literal, Payload: json }),
})

const putAndWait = z.strictObject({
  ...task,
  Resource: z.literal(PUT_AND_WAIT),
  Arguments: z.strictObject({ TableName: literal, Item: json, ConditionExpression: literal.optional() }),
})

const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...comment,
  Choices: z.array(z.strictObject({ Condition: expression, Next: text })).min(1),
  Default: text,
})

const wait = z.strictObject({ Type: z.literal('Wait'), ...comment, ...flow, Seconds: seconds(0) })

const succeed = z.strictObject({ Type: z.literal('Succeed'), ...comment, Output: json.optional() })

const fail = z.strictObject({ Type: z.literal('Fail'), ...comment, Error: literal, Cause: literal })

const states = z.record(text, z.unknown())

const map = z.strictObject({
  Type: z.literal('Map'),
  ...comment,
  ...flow,
  Items: expression,
  ItemSelector: json.optional(),
  MaxConcurrency: z.int().min(1),
  ItemProcessor: z.strictObject({
    ProcessorConfig: z.discriminatedUnion('Mode', [
      z.strictObject({ Mode: z.literal('INLINE') }),
      z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
    ]),
    StartAt: text,
    States: states,
  }),
  Catch: catchers.default([]),
  Output: json.optional(),
})

const state = z.discriminatedUnion('Type', [
  z.discriminatedUnion('Resource', [invoke, putAndWait]),
  choice,
  wait,
  succeed,
  fail,
  map,
])

const machine = z.strictObject({ ...comment, QueryLanguage: z.literal('JSONata'), StartAt: text, States: states })

export type MachineSource = z.infer<typeof machine>
export type StateSource = z.infer<typeof state>
export type StateSourceOf<Type extends StateSource['Type']> = Extract<StateSource, { Type: Type }>
export type Catcher = z.infer<typeof catchers>[number]
export type Retrier = z.infer<typeof retriers>[number]

/** A definition, or in one line what is wrong with it. */
type Parsed<T> = { success: true; data: T } | { success: false; problem: string }

export const parseMachine = (source: unknown): Parsed<MachineSource> => parsed(machine, source)
export const parseState = (source: unknown): Parsed<StateSource> => parsed(state, source)

function parsed<T>(schema: z.ZodType<T>, source: unknown): Parsed<T> {
  const result = schema.safeParse(source)
  if (result.success) return result
  return { success: false, problem: result.error.issues.map((issue) => explain(issue, source)).join('; ') }
}

function explain(issue: z.core.$ZodIssue, source: unknown): string {
  const at = issue.path.map(String).join('/')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `this cloud does not run ${at === '' ? key : `${at}/${key}`}`).join('; ')
  }
  const given = issue.path.reduce((value: unknown, key) => {
    return isObject(value) || Array.isArray(value) ? Reflect.get(value, key) : undefined
  }, source)
  if (issue.code === 'invalid_value' || (issue.code === 'invalid_union' && issue.errors.length === 0)) {
    return `this cloud does not run ${at} ${given === undefined ? 'left out' : JSON.stringify(given)}`
  }
  const nested = issue.code === 'invalid_union' ? issue.errors.at(-1) : undefined
  return nested === undefined ? `${at}: ${issue.message}` : `${at}: ${nested.map(({ message }) => message).join('; ')}`
}
