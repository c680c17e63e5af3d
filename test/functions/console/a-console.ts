import { createConsole } from '../../../functions/console/app.ts'
import { beginSession, endSession, sessionCookie } from '../../../functions/console/sessions.ts'
import type { Person } from '../../../shared/contracts/renters.ts'
import type { Role } from '../../../shared/contracts/session.ts'
import type { CaseBuilder } from '../../support/case-builder.ts'
import { aCaseIn } from '../a-case.ts'

const ORIGIN = 'https://console.example'

/** The console beside one case, with somebody signed in. */
export async function aConsole(
  history: CaseBuilder,
  when: string,
  given: { role?: Role; person?: Partial<Person> } = {},
) {
  const { role = 'handler', person = {} } = given
  const there = await aCaseIn(history, when, person)
  const { ports: world } = there
  let minutesLater = 0
  const timeOfDay = () => new Date(Date.parse('2026-03-02T08:00:00.000Z') + minutesLater * 60_000)
  const workflow = world.rounds
  const facts = { ...world, workflow, imports: workflow, rounds: workflow }
  const ports = { ...world, timeOfDay, facts }
  const errors: Error[] = []
  const app = createConsole(ports, { secure: true, identity: null, onError: (error) => errors.push(error) })
  const sessions = { notebook: world.notebook, timeOfDay }
  const name = await beginSession(sessions, { by: 'Lies de Boer', role })
  const cookie = `${sessionCookie(true)}=${name}`
  const request = (path: string, init: RequestInit = {}, headers: Record<string, string> = { cookie }) =>
    app.request(`${ORIGIN}${path}`, { ...init, headers: { ...headers, ...init.headers } })
  return {
    ...there,
    app,
    errors,
    request,
    get: async (path: string) => (await request(path)).text(),
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = { origin: ORIGIN }) =>
      request(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
    views: async () => (await world.notebook.list('view')).map(({ value }) => value),
    signOut: () => endSession(sessions, name),
    passes: (minutes: number) => {
      minutesLater += minutes
    },
  }
}

/** What a form on a page carries unseen. */
export const carried = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )
