import { PutObjectCommand } from '@aws-sdk/client-s3'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import { dynamoCaseLog } from '../../../shared/adapters/dynamo-case-log.ts'
import { dynamoNotebook } from '../../../shared/adapters/dynamo-notebook.ts'
import { reportedFactSchema } from '../../../shared/contracts/facts.ts'
import { importReportSchema } from '../../../shared/contracts/import.ts'
import { InputError, parseJsonFile } from '../../../shared/contracts/json-errors.ts'
import { ANSWERS, mappingKey, RECEIPTS, reportKey } from '../../../shared/contracts/object-keys.ts'
import { instantAt, localTime } from '../../../shared/domain/calendar.ts'
import { mappingSchema } from '../../../shared/erp/mapping/mapping.ts'
import { questionViews } from '../../../shared/queries/questions.ts'
import { getJson, putJson } from '../../../shared/runtime/json-objects.ts'
import type { Cloud } from '../cloud/cloud.ts'
import { BUCKETS, objectsOn, TABLE } from '../cloud/resources.ts'

const clockOrderSchema = z.object({ until: z.iso.datetime({ local: true, offset: false, precision: -1 }) })
/** What the function made of a fact, in the words of the answer: `recorded`, or the reason why not. */
const factAnswerSchema = z.union([
  z.strictObject({ recorded: z.literal(true) }),
  z
    .object({ recorded: z.literal(false), reason: z.string(), message: z.string() })
    .transform(({ reason, message }) => ({ reason, message })),
])
/** An export of the largest size that is read (`shared/erp/limits.ts`). */
const MAX_EXPORT_BYTES = 100 * 1024 * 1024

/**
 * The doors of the embedded cloud for people: where everything is, the clock, and the two ways in that AWS has as a
 * bucket and an event bus. Only for this machine; the console replaces it.
 *
 * @param moveTo lets everything happen up to a moment (epoch milliseconds)
 * @param becomeQuiet lets everything happen that is to be done at this moment of the clock
 */
export function createDesk(
  cloud: Cloud,
  moveTo: (moment: number) => Promise<void>,
  becomeQuiet: () => Promise<void>,
): Hono {
  const desk = new Hono()
  const now = () => localTime(new Date(cloud.clock.now()).toISOString())

  desk.use(async (context, next) => {
    const host = context.req.header('host') ?? ''
    const origin = context.req.header('origin')
    // A browser names the page's origin with every request that writes; a program that is no browser names none.
    const own = origin === undefined || origin === `http://${host}`
    const local = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)
    return local && own ? next() : context.text('Alleen vanaf deze computer.', 403)
  })

  desk.get('/', (context) =>
    context.html(html`<!doctype html><html lang="nl"><title>Vroegsignalering</title><meta charset="utf-8">
      <body style="font-family:sans-serif;max-width:45rem;margin:2rem auto">
      <h1>Vroegsignalering draait</h1>
      <p>De klok staat op <a href="/clock">${now()}</a>.</p>
      <ul><li><a href="/questions">Vragen voor mensen</a></li>
      <li><a href="${cloud.endpoints.ses}/">Verzonden e-mail</a></li>
      ${Object.values(BUCKETS).map((bucket) => html`<li>Bucket <a href="${cloud.endpoints.s3}/${bucket}">${bucket}</a></li>`)}
      </ul></body></html>`),
  )
  desk.get('/clock', (context) => context.json({ now: now() }))
  desk.post('/clock', async (context) => {
    const given = clockOrderSchema.safeParse(await context.req.json().catch(() => null))
    if (!given.success) return context.json({ error: 'until: schrijf jjjj-mm-ddTuu:mm' }, 400)
    const { until } = given.data
    const moment = Date.parse(instantAt(until.slice(0, 10), until.slice(11)))
    if (moment < cloud.clock.now()) return context.json({ error: `until: de klok staat al op ${now()}` }, 400)
    await moveTo(moment)
    return context.json({ now: now() })
  })
  desk.get('/questions', async (context) => {
    const log = dynamoCaseLog(cloud.dynamo, TABLE)
    return context.json(await questionViews({ log, notebook: dynamoNotebook(cloud.dynamo, TABLE) }))
  })
  desk.put('/exports/:name', async (context) => {
    const body = new Uint8Array(await context.req.arrayBuffer())
    if (body.length > MAX_EXPORT_BYTES) return context.json({ error: 'dit bestand is te groot' }, 413)
    const Key = context.req.param('name')
    await cloud.s3.send(new PutObjectCommand({ Bucket: BUCKETS.inbox, Key, Body: body }))
    return context.json({ received: Key }, 202)
  })
  desk.put('/answers/:profile/:name', async (context) => {
    const body = new Uint8Array(await context.req.arrayBuffer())
    if (body.length > MAX_EXPORT_BYTES) return context.json({ error: 'dit bestand is te groot' }, 413)
    const Key = `${ANSWERS}${context.req.param('profile')}/${context.req.param('name')}`
    await cloud.s3.send(new PutObjectCommand({ Bucket: BUCKETS.inbox, Key, Body: body }))
    return context.json({ received: Key, report: `/answers/${Key.slice(ANSWERS.length)}` }, 202)
  })
  desk.get('/answers/:profile/:name', async (context) => {
    const key = reportKey(`${ANSWERS}${context.req.param('profile')}/${context.req.param('name')}`)
    const report = await getJson(objectsOn(cloud.s3), 'work', key, importReportSchema)
    return report ? context.json(report) : context.json({ error: 'nog niet gelezen' }, 404)
  })
  desk.put('/receipts/:name', async (context) => {
    const body = new Uint8Array(await context.req.arrayBuffer())
    if (body.length > MAX_EXPORT_BYTES) return context.json({ error: 'dit bestand is te groot' }, 413)
    const Key = `${RECEIPTS}${context.req.param('name')}`
    await cloud.s3.send(new PutObjectCommand({ Bucket: BUCKETS.inbox, Key, Body: body }))
    return context.json({ received: Key }, 202)
  })
  desk.put('/mappings/:name', async (context) => {
    const text = await context.req.text()
    try {
      const mapping = parseJsonFile(context.req.param('name'), text, mappingSchema)
      await putJson(objectsOn(cloud.s3), 'work', mappingKey(mapping.source), mapping)
      return context.json({ received: mapping.source }, 202)
    } catch (error) {
      if (error instanceof InputError) return context.json({ error: error.message }, 400)
      throw error
    }
  })
  desk.post('/facts', async (context) => {
    const text = await context.req.text()
    try {
      const { type } = parseJsonFile('gebeurtenis', text, reportedFactSchema)
      // As it was written: the function that records it reads it again, as it would on AWS.
      const detail: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
      const answer = cloud.bus.request('record-fact', { id: crypto.randomUUID(), detail })
      // On the bus first, where it survives a crash. Without an outcome the first attempt failed, and the bus tries
      // again.
      const outcome = factAnswerSchema.safeParse(await Promise.race([answer, becomeQuiet()])).data
      return context.json({ received: type, ...outcome }, 202)
    } catch (error) {
      if (error instanceof InputError) return context.json({ error: error.message }, 400)
      throw error
    }
  })
  return desk
}
