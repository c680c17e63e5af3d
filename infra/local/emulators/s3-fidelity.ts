import type { FilesystemStore, Middleware } from '@20minutes/s3rver'
import AWSAccount from '@20minutes/s3rver/lib/models/account.js'

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
