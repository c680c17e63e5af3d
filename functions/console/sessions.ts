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
  readonly notebook: Pick<NotebookFor<`${'session' | 'session-seen'} ${'read' | 'put'}`>, 'get' | 'put'>
  /** The time of day, also where the clock of the cases was moved. */
  readonly timeOfDay: () => Date
}

/** The name of the cookie that holds the name of the session: on a host of its own, one that no other can set. */
export const sessionCookie = (secure: boolean): string => (secure ? '__Host-sessie' : 'sessie')

/** Begins a session; returns its name, for the browser alone. */
export async function beginSession(
  { notebook, timeOfDay }: SessionPorts,
  { by, role }: { readonly by: string; readonly role: Role },
): Promise<string> {
  const name = randomBits()
  const at = timeOfDay().toISOString()
  await notebook.put('session', sha256(name), { by, role, startedAt: at, endedAt: null })
  return name
}

/** Who is signed in under a name; null when the session ended, was idle for half an hour, or is eight hours old. */
export async function sessionOf({ notebook, timeOfDay }: SessionPorts, name: string): Promise<Session | null> {
  const id = sha256(name)
  const [session, seen] = await Promise.all([notebook.get('session', id), notebook.get('session-seen', id)])
  const at = timeOfDay().toISOString()
  if (!session || session.endedAt !== null || plusMinutes(session.startedAt, AT_MOST_MINUTES) <= at) return null
  const seenAt = seen ?? session.startedAt
  if (plusMinutes(seenAt, IDLE_MINUTES) <= at) return null
  if (plusMinutes(seenAt, SEEN_AGAIN_MINUTES) <= at) await notebook.put('session-seen', id, at)
  return session
}

/** Ends a session at once; harmless when there is none. */
export async function endSession({ notebook, timeOfDay }: SessionPorts, name: string): Promise<void> {
  const session = await notebook.get('session', sha256(name))
  if (session) await notebook.put('session', sha256(name), { ...session, endedAt: timeOfDay().toISOString() })
}
