import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { worklistSchema } from '../../../shared/contracts/round.ts'
import { manifestSchema } from '../../../shared/portals/manifest.ts'
import { manifestKey } from '../../../shared/rounds/manifests.ts'
import { fileKey } from '../../../shared/rounds/portal-file.ts'
import { getJson } from '../../../shared/runtime/json-objects.ts'
import { deed } from '../deed.ts'
import { peopleOf } from '../people.ts'
import type { ConsolePorts, Env } from '../ports.ts'
import { mayAct } from '../roles.ts'

/** Files for a portal that a person brings there: the file itself, and the word that it is there (S2). */
export function filePages(app: Hono<Env>, ports: ConsolePorts): void {
  app.get('/bestanden/:file', async (context) => download(ports, context))
  app.get('/bestanden/:file/geupload', async (context) => uploaded(ports, context))
  app.post('/bestanden/:file/geupload', async (context) => uploaded(ports, context))
}

async function download(ports: ConsolePorts, context: Context<Env>): Promise<Response> {
  const file = context.req.param('file') ?? ''
  const note = await ports.notebook.get('delivery', file)
  const list = note && (await getJson(ports.objects, 'work', note.key, worklistSchema))
  const manifest = await getJson(ports.objects, 'evidence', manifestKey(file), manifestSchema)
  const bytes = list && (await ports.objects.get('signals', fileKey(list)))
  if (!manifest || !bytes) throw new HTTPException(404)
  // The file shows everybody who is in it.
  const summaries = await ports.log.summariesOf(manifest.rows.map(({ caseId }) => caseId))
  await peopleOf(ports, context.get('session'), `bestand ${file}`, summaries)
  return context.body(new Uint8Array(bytes), 200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${file.replace(/[^\w.-]/g, '_')}"`,
  })
}

async function uploaded(ports: ConsolePorts, context: Context<Env>): Promise<Response> {
  const file = context.req.param('file') ?? ''
  if (!mayAct(context.get('session').role)) throw new HTTPException(403)
  if (!(await ports.notebook.get('delivery', file))) throw new HTTPException(404)
  return deed(ports, context, {
    title: 'Geüpload?',
    crumbs: html`<a href="/">Vandaag</a> · ${file}`,
    back: '/',
    about: html`<p>U hebt <b>${file}</b> in het meldpunt gezet. Vanaf nu lopen de termijnen van de signalen die erin staan.</p>`,
    carried: {},
    final: true,
    fact: (signed) => ({ type: 'upload-confirmed', file, ...signed }),
  })
}
