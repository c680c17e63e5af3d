import { z } from 'zod'
import { keptAnchor } from '../../shared/contracts/anchor.ts'
import { ANCHORS, anchorKey, dayOfAnchor } from '../../shared/contracts/object-keys.ts'
import type { CaseLog } from '../../shared/contracts/ports.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { type AnchoredHead, anchorText } from '../../shared/domain/anchor.ts'
import { dateOf, type IsoDate, instantAt, plusDays, plusMinutes } from '../../shared/domain/calendar.ts'
import { pool } from '../../shared/runtime/pool.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { type Stamped, type StampPorts, stampAnchors } from './stamp-anchors.ts'

/** What the schedule sends; nothing in it is used. */
export const anchorDaysInput = z.looseObject({})

export interface AnchorPorts extends StampPorts {
  readonly log: Pick<CaseLog, 'changedCases' | 'headOf'>
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'exists' | 'list' | 'putNew'>
  readonly notebook: Pick<NotebookFor<'anchor read' | 'anchor put'>, 'get' | 'put'>
  readonly now: () => Date
}

/** A function takes 15 minutes at most: what happened on a day stands in the log so long after it. */
const SETTLES_MINUTES = 15
/** An index may lag: what it listed too late for its day is found for the next one. */
const OVERLAP_MINUTES = 60
/** How far back the first anchor of all may lie, where the machine was off on the day after its first event. */
const LOOK_BACK_DAYS = 7
/** Cases that are looked at at once. */
const WIDTH = 16

/**
 * Makes the anchor of every day that is over and has none (invariant 5), also of one on which nothing happened. The
 * first anchor is that of the first day on which anything did. What stands is never made anew, so it may run twice.
 */
export async function anchorDays(ports: AnchorPorts): Promise<Stamped & { readonly anchors: number }> {
  const closed = plusDays(dateOf(plusMinutes(ports.now().toISOString(), -SETTLES_MINUTES)), -1)
  let { until, hash } = (await lastMade(ports)) ?? { until: plusDays(closed, -LOOK_BACK_DAYS), hash: '' }
  let anchors = 0
  while (until < closed) {
    const day = plusDays(until, 1)
    const text = await anchorOf(ports, day, hash)
    if (text !== null) {
      anchors += 1
      hash = sha256(text)
    }
    until = day
    await ports.notebook.put('anchor', 'last', { until, hash })
  }
  return { anchors, ...(await stampAnchors(ports, closed)) }
}

/** The note, or where it is lost the newest anchor itself: there is one beginning. */
async function lastMade({ notebook, objects }: AnchorPorts): Promise<{ until: IsoDate; hash: string } | null> {
  const noted = await notebook.get('anchor', 'last')
  if (noted) return noted
  let until: IsoDate = ''
  for await (const key of objects.list('evidence', ANCHORS)) until = dayOfAnchor(key) ?? until
  const text = until === '' ? null : await read(objects, until)
  return text === null ? null : { until, hash: sha256(text) }
}

/** The text of the day's anchor as it stands, made unless it does; null when there is nothing to begin with. */
async function anchorOf({ log, objects }: AnchorPorts, day: IsoDate, prev: string): Promise<string | null> {
  const heads = await headsOf(log, day)
  const before = heads.length === 0 ? null : keptAnchor((await read(objects, plusDays(day, -1))) ?? '')
  const anchored = new Set(before?.anchor.heads.map(({ case: caseId, hash }) => `${caseId} ${hash}`))
  const news = heads.filter(({ case: caseId, hash }) => !anchored.has(`${caseId} ${hash}`))
  if (prev === '' && news.length === 0) return null
  const text = anchorText({ day, prev, heads: news })
  if (await objects.putNew('evidence', anchorKey(day), text, 'application/json')) return text
  return read(objects, day)
}

async function headsOf(log: AnchorPorts['log'], day: IsoDate): Promise<AnchoredHead[]> {
  const changed: string[] = []
  const from = plusMinutes(instantAt(day, '00:00'), -OVERLAP_MINUTES)
  for await (const caseId of log.changedCases(from, instantAt(plusDays(day, 1), '00:00'))) changed.push(caseId)
  const heads = await pool(changed, WIDTH, async (caseId) => {
    const head = await log.headOf(caseId)
    if (!head) throw new Error(`${caseId} is listed, and has no events`)
    return { case: caseId, ...head }
  })
  return heads
}

async function read(objects: Pick<AnchorPorts['objects'], 'get'>, day: IsoDate): Promise<string | null> {
  const bytes = await objects.get('evidence', anchorKey(day))
  return bytes && new TextDecoder().decode(bytes)
}
