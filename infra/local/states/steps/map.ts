import { randomUUID } from 'node:crypto'
import { executionArn } from '../arns.ts'
import type { MapState } from '../compile.ts'
import type { Child, Move, Visit } from '../core.ts'
import { StatesError } from '../errors.ts'
import { isObject, type Json, toPayload } from '../json.ts'
import { timestamp, withContext, withOutcome } from '../scope.ts'
import { evaluateInteger, type Template, wrongResult } from '../templates.ts'
import { leave } from './exit.ts'
import { resultsBelow } from './parallel.ts'

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER }

/** An item as the processor gets it, with the item as it was read. */
type Selected = { given: Json; index: number; value: Json }

export async function enterMap(visit: Visit, state: MapState): Promise<Move> {
  if (state.reader !== undefined) {
    const given = await state.reader.arguments.evaluate(visit.scope)
    return { kind: 'call', call: { kind: 'read', arguments: given }, token: null, timeout: null, heartbeat: null }
  }
  const items = state.items === undefined ? visit.input : await state.items.evaluate(visit.scope)
  if (!Array.isArray(items)) throw wrongResult('Items', 'an array', items)
  return spawn(visit, state, items)
}

/** Goes on when the item reader's file is there (`read`), or when all children have ended. */
export async function resolveMap(visit: Visit, state: MapState, read: Json): Promise<Move> {
  if (visit.core.store.join(visit.frame.id) === undefined) {
    return spawn(visit, state, await parseItems(visit, state, read))
  }
  return leaveMap(visit, state, resultsBelow(visit))
}

function leaveMap(visit: Visit, state: MapState, result: Json[]): Promise<Move> {
  toPayload(result, 'The result of the iterations')
  return leave(visit, state, state.next, result, withOutcome(visit.scope, { result }))
}

async function spawn(visit: Visit, state: MapState, items: Json[]): Promise<Move> {
  const limit = await evaluateInteger(state.maxConcurrency, visit.scope, 'MaxConcurrency', COUNT)
  const tolerated = await toleratedBy(visit, state)
  if (items.length === 0) return leaveMap(visit, state, [])
  const selected = await select(visit, state, items)
  const children =
    state.distributed === undefined
      ? selected.map((item) => inline(state, item))
      : await distribute(visit, state, selected)
  return {
    kind: 'spawn',
    children,
    limit: limit === 0 ? Number.POSITIVE_INFINITY : limit,
    billed: visit.frame.billed === 1 && state.distributed !== 'EXPRESS',
    tolerated,
  }
}

async function toleratedBy(visit: Visit, state: MapState): Promise<{ count: number; percentage: number }> {
  const { toleratedCount, toleratedPercentage } = state
  const field = 'ToleratedFailurePercentage'
  const percentage = (await toleratedPercentage?.evaluate(visit.scope)) ?? 0
  if (typeof percentage !== 'number' || percentage < 0 || percentage > 100) {
    throw wrongResult(field, 'a number from 0 to 100', percentage)
  }
  // A threshold that is not given does not limit when the other one is.
  const unlimited = { count: Number.MAX_SAFE_INTEGER, percentage: 100 }
  if (toleratedCount === undefined) {
    return { count: toleratedPercentage === undefined ? 0 : unlimited.count, percentage }
  }
  const count = await evaluateInteger(toleratedCount, visit.scope, 'ToleratedFailureCount', COUNT)
  return { count, percentage: toleratedPercentage === undefined ? unlimited.percentage : percentage }
}

async function select(visit: Visit, state: MapState, items: Json[]): Promise<Selected[]> {
  const { selector } = state
  const selected: Selected[] = []
  for (const [index, value] of items.entries()) {
    const given = selector === undefined ? value : await selectOne(visit, selector, index, value)
    selected.push({ given, index, value })
  }
  return selected
}

function selectOne(visit: Visit, selector: Template, index: number, value: Json): Promise<Json> {
  return selector.evaluate(withContext(visit.scope, { Map: { Item: { Index: index, Value: value } } }))
}

function inline(state: MapState, item: Selected): Child {
  return {
    startAt: state.processor.startAt,
    input: toPayload(item.given, 'The input of an iteration'),
    weight: 1,
    item: JSON.stringify({ Index: item.index, Value: item.value }),
    origin: null,
  }
}

async function distribute(visit: Visit, state: MapState, items: Selected[]): Promise<Child[]> {
  const { batcher, label } = state
  const size =
    batcher === undefined
      ? 1
      : await evaluateInteger(batcher.size, visit.scope, 'ItemBatcher/MaxItemsPerBatch', { ...COUNT, min: 1 })
  const batchInput = await batcher?.input?.evaluate(visit.scope)
  const started = timestamp(visit.core.now())
  const children: Child[] = []
  for (let at = 0; at < items.length; at += size) {
    const given = items.slice(at, at + size).map((item) => item.given)
    const batch = batchInput === undefined ? { Items: given } : { BatchInput: batchInput, Items: given }
    const input = batcher === undefined ? (given[0] ?? null) : batch
    const name = randomUUID()
    const Id = executionArn(`${visit.machine.name}/${label}`, name)
    children.push({
      startAt: state.processor.startAt,
      input: toPayload(input, 'The input of a child execution'),
      weight: given.length,
      item: null,
      origin: JSON.stringify({ Id, Name: name, Input: input, StartTime: started }),
    })
  }
  return children
}

/** Reads the items out of what `s3:getObject` answered. */
async function parseItems(visit: Visit, state: MapState, body: Json): Promise<Json[]> {
  const { reader } = state
  const text = typeof body === 'string' ? body : ''
  const items = reader?.format === 'JSONL' ? parseLines(text) : parseText(text)
  if (!Array.isArray(items)) throw unreadable('the file holds no JSON array')
  if (reader?.maxItems === undefined) return items
  const most = await evaluateInteger(reader.maxItems, visit.scope, 'ItemReader/ReaderConfig/MaxItems', COUNT)
  return most === 0 ? items : items.slice(0, most)
}

function parseLines(text: string): Json[] {
  return text
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseText(line, `line ${index + 1}`)]))
}

function parseText(text: string, where = 'the file'): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw unreadable(`${where} is not JSON`)
  }
}

/** @param problem never quotes the file: its rows may hold persons */
export function unreadable(problem: string): StatesError {
  return new StatesError('States.ItemReaderFailed', `The items could not be read: ${problem}.`)
}

/** The text of an S3 object, however the SDK call handed it over. */
export async function bodyText(response: unknown): Promise<string> {
  const body = isObject(response) ? response.Body : undefined
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8')
  if (isObject(body) && typeof body.transformToString === 'function') {
    return (await (body as { transformToString(): Promise<string> }).transformToString()) as string
  }
  throw unreadable('the answer has no body')
}
