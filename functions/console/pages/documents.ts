import type { Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { sha256 } from '../../../shared/runtime/sha256.ts'
import type { ConsolePorts, Env } from '../ports.ts'
import { shownCase } from './case.ts'

/** What the evidence keeps of an event, by the ending of its key. */
const TYPES: Readonly<Record<string, string>> = {
  eml: 'message/rfc822',
  pdf: 'application/pdf',
  json: 'application/json; charset=utf-8',
}

/**
 * The documents that a history names, as they were kept: a letter as it was handed over, a row as it left, a receipt.
 * One whose bytes are not those of its hash is not shown as if it were: it is no proof any more (invariant 5).
 */
export function documentPages(app: Hono<Env>, ports: ConsolePorts): void {
  app.get('/dossiers/:case/stukken/:seq', async (context) => {
    const { loaded } = await shownCase(ports, context, 'stuk')
    const event = loaded.events.find(({ seq }) => String(seq) === context.req.param('seq'))
    if (!event || !('document' in event) || !('sha256' in event)) throw new HTTPException(404)
    const bytes = await ports.objects.get('evidence', event.document)
    if (!bytes || sha256(bytes) !== event.sha256) throw new HTTPException(404)
    return asFile(context, event.document, bytes)
  })
}

/** A letter by post is read in the browser; what a mail holds is another's to show, and is saved. */
function asFile(context: Context, key: string, bytes: Uint8Array): Response {
  const name = key.slice(key.lastIndexOf('/') + 1)
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
  const shown = type === 'application/pdf' ? 'inline' : 'attachment'
  return context.body(new Uint8Array(bytes), 200, {
    'content-type': type,
    'content-disposition': `${shown}; filename="${name.replace(/[^\w.-]/g, '_')}"`,
  })
}
