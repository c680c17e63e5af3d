import { createReadStream, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { keptAnchor } from '../../../shared/contracts/anchor.ts'
import { type EventAsStored, eventSchema } from '../../../shared/contracts/event-versions.ts'
import { ANCHORS, dayOfAnchor } from '../../../shared/contracts/object-keys.ts'
import type { LoadedCase, ObjectStore } from '../../../shared/contracts/ports.ts'
import type { KeptAnchor } from '../../../shared/domain/anchor.ts'
import type { CheckedCase, CheckedEvent } from '../../../shared/domain/completeness.ts'
import { brokenAt, hashOf } from '../../../shared/domain/history.ts'
import { pool } from '../../../shared/runtime/pool.ts'
import { sha256 } from '../../../shared/runtime/sha256.ts'

/** Anchors that are read at once. */
const WIDTH = 16

const lineSchema = z.object({ case: z.string(), events: z.array(z.unknown()) })

/** The cases in a `log.jsonl`. */
export async function* casesInFile(path: string): AsyncGenerator<CheckedCase> {
  for await (const text of linesOf(path)) {
    const { case: caseId, events } = lineSchema.parse(JSON.parse(text))
    yield checkedCase({ caseId, events })
  }
}

/** The cases of a case log. */
export async function* casesOf(all: AsyncIterable<Pick<LoadedCase, 'caseId' | 'stored'>>): AsyncGenerator<CheckedCase> {
  for await (const { caseId, stored } of all) yield checkedCase({ caseId, events: stored })
}

/** What is no event at all breaks the chain too. */
function checkedCase({
  caseId,
  events,
}: {
  readonly caseId: string
  readonly events: readonly unknown[]
}): CheckedCase {
  const sound: EventAsStored[] = []
  const checked: CheckedEvent[] = []
  let unreadable: number | null = null
  for (const [index, each] of events.entries()) {
    const { success, data } = eventSchema.safeParse(each)
    const stored = each as EventAsStored
    if (success) checked.push({ type: data.type, at: data.at, hash: hashOf(stored, sha256) })
    else checked.push({ type: '', at: checked.at(-1)?.at ?? '1970-01-01T00:00:00.000Z', hash: '' })
    if (success && unreadable === null) sound.push(stored)
    else unreadable ??= index + 1
  }
  return { caseId, events: checked, brokenAt: brokenAt(sound, sha256) ?? unreadable }
}

/**
 * The anchors beside a `log.jsonl`, in `anchors.jsonl`; none where there is no such file.
 * @throws Error for a line that is no anchor
 */
export async function anchorsBeside(log: string): Promise<KeptAnchor[]> {
  const path = join(dirname(log), 'anchors.jsonl')
  if (!existsSync(path)) return []
  const anchors: KeptAnchor[] = []
  for await (const text of linesOf(path)) anchors.push(readable(text, `${path}, anker ${anchors.length + 1}`))
  return anchors
}

/**
 * The anchors in the evidence, in the order of their days.
 * @throws Error for one that is no anchor
 */
export async function anchorsIn(objects: Pick<ObjectStore, 'list' | 'get'>): Promise<KeptAnchor[]> {
  const keys: string[] = []
  for await (const key of objects.list('evidence', ANCHORS)) if (dayOfAnchor(key) !== null) keys.push(key)
  return pool(keys.sort(), WIDTH, async (key) => {
    const bytes = await objects.get('evidence', key)
    return readable(bytes ? new TextDecoder().decode(bytes) : '', key)
  })
}

function readable(text: string, place: string): KeptAnchor {
  const kept = keptAnchor(text)
  if (!kept) throw new Error(`${place}: dit is geen anker.`)
  return kept
}

async function* linesOf(path: string): AsyncGenerator<string> {
  for await (const text of createInterface({ input: createReadStream(path) })) if (text !== '') yield text
}
