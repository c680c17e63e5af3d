import { PutObjectCommand } from '@aws-sdk/client-s3'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { dynamoCaseLog } from '../../../shared/adapters/dynamo-case-log.ts'
import { dynamoNotebook } from '../../../shared/adapters/dynamo-notebook.ts'
import { reportedFactSchema } from '../../../shared/contracts/facts.ts'
import { importReportSchema } from '../../../shared/contracts/import.ts'
import { InputError, parseJsonFile } from '../../../shared/contracts/json-errors.ts'
import { ANSWERS, mappingKey, RECEIPTS, reportKey } from '../../../shared/contracts/object-keys.ts'
import { instantAt, localTime } from '../../../shared/domain/calendar.ts'
import { wrongName } from '../../../shared/erp/file-name.ts'
import { mappingSchema } from '../../../shared/erp/mapping/mapping.ts'
import { questionViews } from '../../../shared/queries/questions.ts'
import { getJson, putJson } from '../../../shared/runtime/json-objects.ts'
import type { Cloud } from '../cloud/cloud.ts'
import { BUCKETS, objectsOn, TABLE } from '../cloud/resources.ts'
import { isFromHere } from '../emulators/guard.ts'
import { clockBar, clockPages } from './clock-bar.ts'
import { localConsole } from './console.ts'
import { fullDiskSentence } from './disk.ts'
import { postPages } from './post-pages.ts'
import type { Pace } from './serve.ts'

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
const MAX_JSON_BYTES = 1024 * 1024

/**
 * The doors of the embedded cloud for people: the console, the clock, the mail that left, and the two ways in that AWS
 * has as a bucket and an event bus.
 */
export function createDesk(cloud: Cloud, pace: Pace): Hono {
  const desk = new Hono()
  const now = () => localTime(new Date(cloud.clock.now()).toISOString())

  desk.use(async (context, next) =>
    isFromHere(context.req.header()) ? next() : context.text('Alleen vanaf deze computer.', 403),
  )
  desk.onError((error, context) => {
    // Into the functions' log: people read stderr.
    process.stdout.write(`${error.stack}\n`)
    const full = fullDiskSentence(error)
    return context.json({ error: full ?? 'dit is niet gelukt; functions.log zegt waarom' }, full === null ? 500 : 507)
  })
  const tooLarge = (context: Context) => context.json({ error: 'dit bestand is te groot' }, 413)
  const files = ['/exports/*', '/answers/*', '/receipts/*']
  for (const path of files) desk.use(path, bodyLimit({ maxSize: MAX_EXPORT_BYTES, onError: tooLarge }))
  for (const path of ['/mappings/*', '/facts', '/clock'])
    desk.use(path, bodyLimit({ maxSize: MAX_JSON_BYTES, onError: tooLarge }))
  for (const path of [...files, '/mappings/*'])
    desk.use(path, async (context, next) => {
      // As they are decoded: what stood there as `..%2f` must not become a folder.
      const problem = partsOf(context.req.path)
        .map(wrongName)
        .find((each) => each !== null)
      return problem ? context.json({ error: problem }, 400) : next()
    })
  const receive = async (context: Context, Key: string, more = {}) => {
    const Body = new Uint8Array(await context.req.arrayBuffer())
    await cloud.s3.send(new PutObjectCommand({ Bucket: BUCKETS.inbox, Key, Body }))
    return context.json({ received: Key, ...more }, 202)
  }

  desk.get('/clock', (context) => context.json({ now: now() }))
  desk.post('/clock', async (context) => {
    const given = clockOrderSchema.safeParse(await context.req.json().catch(() => null))
    if (!given.success) return context.json({ error: 'until: schrijf jjjj-mm-ddTuu:mm' }, 400)
    const { until } = given.data
    const moment = Date.parse(instantAt(until.slice(0, 10), until.slice(11)))
    if (moment < cloud.clock.now()) return context.json({ error: `until: de klok staat al op ${now()}` }, 400)
    await pace.moveTo(moment)
    return context.json({ now: now() })
  })
  desk.get('/questions', async (context) => {
    const log = dynamoCaseLog(cloud.dynamo, TABLE)
    return context.json(await questionViews({ log, notebook: dynamoNotebook(cloud.dynamo, TABLE) }))
  })
  desk.put('/exports/:name', async (context) => receive(context, context.req.param('name')))
  desk.put('/receipts/:name', async (context) => receive(context, `${RECEIPTS}${context.req.param('name')}`))
  desk.put('/answers/:profile/:name', async (context) => {
    const { profile, name } = context.req.param()
    return receive(context, `${ANSWERS}${profile}/${name}`, { report: `/answers/${profile}/${name}` })
  })
  desk.get('/answers/:profile/:name', async (context) => {
    const { profile, name } = context.req.param()
    const key = reportKey(`${ANSWERS}${profile}/${name}`)
    const report = await getJson(objectsOn(cloud.s3), 'work', key, importReportSchema)
    return report ? context.json(report) : context.json({ error: 'nog niet gelezen' }, 404)
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
      const outcome = factAnswerSchema.safeParse(await Promise.race([answer, pace.becomeQuiet()])).data
      return context.json({ received: type, ...outcome }, 202)
    } catch (error) {
      if (error instanceof InputError) return context.json({ error: error.message }, 400)
      throw error
    }
  })
  const bar = () => clockBar(cloud, pace)
  desk.route('/klok', clockPages(cloud, pace))
  desk.route('/post', postPages(cloud.mailFolder, bar))
  desk.route('/', localConsole(cloud, bar, pace.becomeQuiet))
  return desk
}

/** The names behind the door's own in a path; one that is no UTF-8 has a sign for it, which no name may have. */
const partsOf = (path: string): string[] =>
  path
    .split('/')
    .slice(2)
    .map((part) => {
      try {
        return decodeURIComponent(part)
      } catch {
        return '\ufffd'
      }
    })
