import { beforeEach, describe, expect, it } from 'vitest'
import { beginSession, endSession, sessionOf } from '../../../functions/console/sessions.ts'
import { plusMinutes } from '../../../shared/domain/calendar.ts'
import { aNotebook } from '../../support/in-memory/notebook.ts'

const BEGAN = '2026-03-02T08:00:00.000Z'
const WHO = { by: 'Anna Bakker', role: 'handler' } as const

let at = BEGAN
let ports = { notebook: aNotebook(), timeOfDay: () => new Date(at) }
const passing = (minutes: number) => {
  at = plusMinutes(BEGAN, minutes)
}
const asks = async (name: string) => (await sessionOf(ports, name))?.by ?? null

beforeEach(() => {
  at = BEGAN
  ports = { notebook: aNotebook(), timeOfDay: () => new Date(at) }
})

describe('a session', () => {
  it('is of who began it, as what, and of nobody under another name', async () => {
    const name = await beginSession(ports, WHO)
    expect(await sessionOf(ports, name)).toEqual({ ...WHO, startedAt: BEGAN, endedAt: null })
    expect(await asks('')).toBeNull()
    expect(await asks(await beginSession(ports, { ...WHO, by: 'Cor' }))).toBe('Cor')
  })

  it('has a name that cannot be read from the table', async () => {
    const name = await beginSession(ports, WHO)
    expect(name).toMatch(/^[0-9a-f]{32}$/)
    expect(JSON.stringify(await ports.notebook.list('session'))).not.toContain(name)
  })

  it('ends after half an hour without a page', async () => {
    const name = await beginSession(ports, WHO)
    passing(29)
    expect(await asks(name)).toBe('Anna Bakker')
    passing(58)
    expect(await asks(name)).toBe('Anna Bakker')
    passing(88)
    expect(await asks(name)).toBeNull()
  })

  it('stays ended after that, and a page too late brings nothing back', async () => {
    const name = await beginSession(ports, WHO)
    passing(30)
    expect(await asks(name)).toBeNull()
    passing(31)
    expect(await asks(name)).toBeNull()
  })

  it('ends after eight hours, however busy somebody is', async () => {
    const name = await beginSession(ports, WHO)
    for (let minutes = 20; minutes < 8 * 60; minutes += 20) {
      passing(minutes)
      expect(await asks(name)).toBe('Anna Bakker')
    }
    passing(8 * 60)
    expect(await asks(name)).toBeNull()
  })

  it('ends at once when somebody signs out, and ends others of nobody', async () => {
    const [name, other] = [await beginSession(ports, WHO), await beginSession(ports, WHO)]
    await endSession(ports, name)
    expect(await asks(name)).toBeNull()
    expect(await asks(other)).toBe('Anna Bakker')
    await endSession(ports, 'nobody')
    expect(await ports.notebook.list('session')).toHaveLength(2)
  })

  it('that is ended while a page of it comes stays ended: the page writes only when somebody was seen', async () => {
    const name = await beginSession(ports, WHO)
    passing(10)
    const { get } = ports.notebook
    // The end falls between what the page reads and what it writes.
    const endsMeanwhile: typeof get = async (kind, id) => {
      const found = await get(kind, id)
      if (kind === 'session') await endSession(ports, name)
      return found
    }
    const notebook = { ...ports.notebook, get: endsMeanwhile }
    expect(await sessionOf({ ...ports, notebook }, name)).not.toBeNull()
    expect(await asks(name)).toBeNull()
  })

  it('writes down that somebody was seen once a minute at most', async () => {
    const name = await beginSession(ports, WHO)
    await asks(name)
    expect(await ports.notebook.list('session-seen')).toEqual([])
    passing(1)
    await asks(name)
    expect((await ports.notebook.list('session-seen')).map(({ value }) => value)).toEqual([plusMinutes(BEGAN, 1)])
  })
})
