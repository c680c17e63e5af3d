import { rmSync } from 'node:fs'
import { QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginSession, sessionCookie } from '../../functions/console/sessions.ts'
import type { Cloud } from '../../infra/local/cloud/cloud.ts'
import { TABLE } from '../../infra/local/cloud/resources.ts'
import { answerOf, eventOf } from '../../infra/local/start/http-api.ts'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import type { Role } from '../../shared/contracts/session.ts'
import { carried } from '../functions/console/a-console.ts'
import { moment, restartWorld } from './restart-world.ts'

// The console as the Lambda that it is, on the morning of the first reminders: called as its HTTP API calls it, and
// held to what it says that it uses.

const HERE = 'http://127.0.0.1'
const world = restartWorld()

let cloud: Cloud
let caseId = ''
const cookies = new Map<Role, string>()

beforeAll(async () => {
  cloud = await world.open()
  await cloud.playUntil(moment('2026-01-05', '09:05'))
  const sessions = { notebook: dynamoNotebook(cloud.dynamo, TABLE), timeOfDay: () => new Date() }
  for (const role of ['handler', 'administrator', 'auditor'] as const)
    cookies.set(role, `${sessionCookie(false)}=${await beginSession(sessions, { by: 'Lies de Boer', role })}`)
  for await (const summary of dynamoCaseLog(cloud.dynamo, TABLE).openOf('BELEGGER-A')) caseId ||= summary.caseId
}, 240_000)
afterAll(async () => {
  await cloud.stop()
  rmSync(world.folder, { recursive: true, force: true })
})

async function ask(path: string, role: Role | null, form?: Record<string, string>): Promise<Response> {
  const headers = { ...(role && { cookie: cookies.get(role) ?? '' }), ...(form && { origin: HERE }) }
  const body = form && new URLSearchParams(form)
  const request = new Request(`${HERE}${path}`, { headers, ...(body && { method: 'POST', body }) })
  return answerOf(await cloud.invoke('console', await eventOf(request)))
}

test('who is not signed in is sent to where people sign in, and reads nothing', async () => {
  const answer = await ask('/', null)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/aanmelden'])
})

test('every page that one leads to answers', async () => {
  for (const role of ['handler', 'administrator', 'auditor'] as const) {
    const found = new Set(['/', `/dossiers/${caseId}`])
    for (const path of found) {
      const answer = await ask(path, role)
      expect([path, answer.status]).toEqual([path, 200])
      if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
      // Of the pages of cases, one: the others are its like.
      const links = [...(await answer.text()).matchAll(/href="(\/[^"#]*)/g)].map(([, link = '']) => link)
      for (const link of links.map((each) => each.replaceAll('&amp;', '&')))
        if (!link.startsWith('/dossiers/') || link.startsWith(`/dossiers/${caseId}`)) found.add(link)
    }
    expect(found.has('/rondes')).toBe(true)
    expect(found.has(`/dossiers/${caseId}/bezwaar`)).toBe(role !== 'auditor')
  }
})

test('what a person records is recorded', async () => {
  const page = await ask(`/dossiers/${caseId}/bezwaar?stap=gevolgen&channel=telefoon`, 'handler')
  const posted = await ask(`/dossiers/${caseId}/bezwaar`, 'handler', carried(await page.text()))
  expect([posted.status, posted.headers.get('location')]).toEqual([303, `/dossiers/${caseId}?gedaan=bezwaar`])
  const history = (await dynamoCaseLog(cloud.dynamo, TABLE).load(caseId))?.events.map(({ type }) => type)
  expect(history).toContain('ObjectionLodged')
})

test('whose access is taken away, by the commands of the runbook, is out at once', async () => {
  expect((await ask('/', 'auditor')).status).toBe(200)
  const { Items = [] } = await cloud.dynamo.send(
    new QueryCommand({
      TableName: TABLE,
      KeyConditionExpression: 'pk = :s',
      ExpressionAttributeValues: { ':s': { S: 'NOTE#session' } },
    }),
  )
  const running = Items.filter(({ value }) => value?.M?.by?.S === 'Lies de Boer' && value.M.endedAt?.NULL)
  expect(running).toHaveLength(3)
  for (const { sk } of running)
    await cloud.dynamo.send(
      new UpdateItemCommand({
        TableName: TABLE,
        Key: { pk: { S: 'NOTE#session' }, sk: { S: sk?.S ?? '' } },
        UpdateExpression: 'SET #v.endedAt = :at',
        ExpressionAttributeNames: { '#v': 'value' },
        ExpressionAttributeValues: { ':at': { S: '2026-01-05T09:00:00.000Z' } },
      }),
    )
  expect((await ask('/', 'auditor')).status).toBe(303)
})
