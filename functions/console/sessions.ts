import type { NotebookFor } from '../../shared/contracts/rights.ts'
import type { Role, Session } from '../../shared/contracts/session.ts'
import { plusMinutes } from '../../shared/domain/calendar.ts'
import { randomBits } from '../../shared/runtime/random.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'

// Who is signed in. The browser holds a random name that says nothing; the table holds its hash, so that whoever reads
// the table cannot sign in with it, and an end counts at once.

/** Nobody stays signed in without doing anything, nor for longer than a working day. */
const IDLE_MINUTES = 30
const AT_MOST_MINUTES = 8 * 60
/** A page more does not write the table again within so many minutes. */
const SEEN_AGAIN_MINUTES = 1

export interface SessionPorts {
  readonly notebook: Pick<NotebookFor<'session read' | 'session put'>, 'get' | 'put'>
  /** The time of day, also where the clock of the cases was moved. */
  readonly timeOfDay: () => Date
}

/** Begins a session; returns its name, for the browser alone. */
export async function beginSession(
  { notebook, timeOfDay }: SessionPorts,
  { by, role }: { readonly by: string; readonly role: Role },
): Promise<string> {
  const name = randomBits()
  const at = timeOfDay().toISOString()
  await notebook.put('session', sha256(name), { by, role, startedAt: at, seenAt: at, endedAt: null })
  return name
}

/** Who is signed in under a name; null when the session ended, was idle for half an hour, or is eight hours old. */
export async function sessionOf({ notebook, timeOfDay }: SessionPorts, name: string): Promise<Session | null> {
  const session = await notebook.get('session', sha256(name))
  const at = timeOfDay().toISOString()
  if (!session || session.endedAt !== null || plusMinutes(session.seenAt, IDLE_MINUTES) <= at) return null
  if (plusMinutes(session.startedAt, AT_MOST_MINUTES) <= at) return null
  if (plusMinutes(session.seenAt, SEEN_AGAIN_MINUTES) <= at)
    await notebook.put('session', sha256(name), { ...session, seenAt: at })
  return session
}

/** Ends a session at once; harmless when there is none. */
export async function endSession({ notebook, timeOfDay }: SessionPorts, name: string): Promise<void> {
  const session = await notebook.get('session', sha256(name))
  if (session) await notebook.put('session', sha256(name), { ...session, endedAt: timeOfDay().toISOString() })
}
