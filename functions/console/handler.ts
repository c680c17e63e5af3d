import type { LambdaEvent } from 'hono/aws-lambda'
import { handle } from 'hono/aws-lambda'
import { portsOf } from '../../shared/adapters/from-environment.ts'
import { identityProviderFrom } from '../../shared/adapters/openid.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { timeOfDay } from '../../shared/runtime/clock.ts'
import { logger } from '../../shared/runtime/lambda.ts'
import { createConsole } from './app.ts'

export const uses = {
  // A change in the registers is looked at in every case that it concerns: longer than a page waits for it.
  duration: 'long',
  cases: 'append',
  indexes: ['client', 'day'],
  registers: 'change',
  books: 'note',
  renters: 'change',
  search: true,
  notes: {
    approval: ['read', 'put'],
    book: ['read', 'put'],
    'console-key': ['read', 'put'],
    delivery: ['read', 'put'],
    fact: ['read', 'put'],
    question: ['read', 'put'],
    renumbering: ['read', 'put'],
    session: ['read', 'put'],
    'session-seen': ['read', 'put'],
    view: ['put'],
  },
  buckets: { work: ['read', 'write'], signals: ['read'], evidence: ['read', 'write'] },
  machines: { 'arrears-case': ['wake'], 'erp-import': ['start'], 'signal-round': ['start'] },
  signIn: true,
} as const satisfies Uses

let app: ReturnType<typeof createConsole> | undefined

function start(): ReturnType<typeof createConsole> {
  const ports = portsOf(uses)
  const identity = identityProviderFrom(process.env)
  return createConsole(
    {
      ...ports,
      timeOfDay,
      registers: ports.registersNow,
      facts: { ...ports, imports: ports.workflow, rounds: ports.workflow },
    },
    {
      // Without it the console stands on this machine, and has no certificate.
      secure: identity !== null,
      identity,
      onError: ({ name }) => logger.error('PAGE_FAILED', { error: name }),
    },
  )
}

/** The console behind its HTTP API; importing it does nothing. */
export const handler = (event: LambdaEvent) => {
  app ??= start()
  return handle(app)(event)
}
