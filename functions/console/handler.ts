import type { LambdaEvent } from 'hono/aws-lambda'
import { handle } from 'hono/aws-lambda'
import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { timeOfDay } from '../../shared/runtime/clock.ts'
import { logger } from '../../shared/runtime/lambda.ts'
import { createConsole } from './app.ts'

export const uses = {
  // A change in the registers is looked at in every case that it concerns.
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
    delivery: ['read', 'put'],
    fact: ['read', 'put'],
    question: ['read', 'put'],
    renumbering: ['read', 'put'],
    session: ['read', 'put'],
    view: ['put'],
  },
  buckets: { work: ['read', 'write'], signals: ['read'], evidence: ['read', 'write'] },
  machines: { 'arrears-case': ['wake'], 'erp-import': ['start'], 'signal-round': ['start'] },
} as const satisfies Uses

let app: ReturnType<typeof createConsole> | undefined

function start(): ReturnType<typeof createConsole> {
  const ports = portsOf(uses)
  return createConsole(
    {
      ...ports,
      timeOfDay,
      registers: ports.registersNow,
      facts: { ...ports, imports: ports.workflow, rounds: ports.workflow },
    },
    {
      secure: process.env.CONSOLE_SECURE !== 'no',
      onError: ({ name }) => logger.error('PAGE_FAILED', { error: name }),
    },
  )
}

/** The console behind its HTTP API; importing it does nothing. */
export const handler = (event: LambdaEvent) => {
  app ??= start()
  return handle(app)(event)
}
