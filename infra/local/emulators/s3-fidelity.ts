import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { FilesystemStore, Middleware } from '@20minutes/s3rver'
import AWSAccount from '@20minutes/s3rver/lib/models/account.js'

/** Where puts come in; no bucket can be called so. */
const INCOMING = '.incoming'
/**
 * The files of one object in s3rver, in the order in which they may appear: the object is there when its content is.
 */
const RESOURCES = ['metadata.json', 'object.md5', 'object']

/**
 * Makes a put all or nothing: s3rver writes into the object's own files, so that a crash in an overwrite would leave
 * half of the new object in place of the old one, which had been acknowledged, or neither readable.
 * Deletes leave the folder: s3rver removes an empty folder with all that has just been put into it, and fails on a key
 * whose folder does not exist, where S3 succeeds.
 */
export async function makeAtomic(store: FilesystemStore, folder: string): Promise<void> {
  await rm(join(folder, INCOMING), { recursive: true, force: true })
  const putObject = store.putObject.bind(store)
  const getObject = store.getObject.bind(store)
  /** Of each object, how often a replacement began, and how often one ended. */
  const counts = new Map<string, { readonly begun: number; readonly ended: number }>()
  const countsOf = (place: string) => counts.get(place) ?? { begun: 0, ended: 0 }
  const replacing = async (place: string, replace: () => Promise<void>) => {
    counts.set(place, { ...countsOf(place), begun: countsOf(place).begun + 1 })
    await replace().finally(() => counts.set(place, { ...countsOf(place), ended: countsOf(place).ended + 1 }))
  }
  let puts = 0
  store.putObject = async (object) => {
    puts += 1
    const incoming = String(puts)
    const from = (resource: string) => store.getResourcePath(INCOMING, incoming, resource)
    try {
      const written = await putObject({ ...object, bucket: INCOMING, key: incoming })
      const to = (resource: string) => store.getResourcePath(object.bucket, object.key, resource)
      await mkdir(dirname(to('object')), { recursive: true })
      const replace = async () => {
        for (const resource of RESOURCES) await rename(from(resource), to(resource))
      }
      await replacing(`${object.bucket}/${object.key}`, replace)
      return written
    } catch (error) {
      for (const resource of RESOURCES) await rm(from(resource), { force: true })
      throw error
    }
  }
  // A reader takes the length of an object from one file and its content from another: both must be of the same put.
  store.getObject = async (bucket, key, options) => {
    for (;;) {
      const { ended } = countsOf(`${bucket}/${key}`)
      const object = await getObject(bucket, key, options)
      if (countsOf(`${bucket}/${key}`).begun === ended) return object
      object?.content?.destroy()
      await setImmediate()
    }
  }
  store.deleteObject = async (bucket, key) => {
    for (const resource of RESOURCES.toReversed())
      await rm(store.getResourcePath(bucket, key, resource), { force: true })
  }
}

/**
 * `If-None-Match: *` as S3 has it, which s3rver ignores: 412 when the object exists, 409 while another conditional
 * write to the key is under way. Signal files are written once and never rewritten (S2) by this condition.
 */
export function conditionalWrites(store: FilesystemStore): Middleware {
  const underWay = new Set<string>()
  return async (context, next) => {
    if (!['PUT', 'POST'].includes(context.method) || context.get('if-none-match') !== '*') return next()
    const [bucket = '', ...parts] = decodeURIComponent(context.path.slice(1)).split('/')
    const key = parts.join('/')
    const target = `${bucket}/${key}`
    if (underWay.has(target)) return refuse(context, 409, 'ConditionalRequestConflict')
    underWay.add(target)
    try {
      if (await store.existsObject(bucket, key)) return refuse(context, 412, 'PreconditionFailed')
      return await next()
    } finally {
      underWay.delete(target)
    }
  }
}

/** Takes any access key, as the other emulators do: s3rver knows one, whatever becomes of the signature. */
export const anyAccessKey: Middleware = (context, next) => {
  const scope = `${context.get('authorization')} ${decodeURIComponent(context.querystring)}`
  const accessKey = /Credential=([^/,\s]+)\//.exec(scope)?.[1]
  if (accessKey !== undefined && !AWSAccount.registry.has(accessKey)) {
    AWSAccount.DUMMY_ACCOUNT.createKeyPair(accessKey, 'not checked')
  }
  return next()
}

function refuse(context: Parameters<Middleware>[0], status: number, code: string): void {
  context.status = status
  context.type = 'application/xml'
  context.body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>If-None-Match</Message></Error>`
}
