import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readArguments } from '../../infra/local/simulation/arguments.ts'
import { readPlan } from '../../infra/local/simulation/plan.ts'
import { REGISTERS } from '../support/landscape.ts'
import { simulate } from '../support/simulate-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'bad-input-'))
const path = (name: string) => join(folder, name)
const write = (name: string, content: string) => {
  writeFileSync(path(name), content)
  return path(name)
}
mkdirSync(path('exports'))
const registers = write('registers.json', JSON.stringify(REGISTERS, null, 2))
const events = write('events.jsonl', '{"at":"2026-01-09T10:00","type":"objection","renter":"1","channel":"e-mail"}\n')

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The options of a run in which nothing is wrong, but for what the test changes; null leaves one out. */
function options(changes: Readonly<Record<string, string | null>>): string[] {
  const good = {
    registers,
    exports: path('exports'),
    events,
    from: '2026-01-01',
    until: '2026-01-31',
    out: path('out'),
  }
  return Object.entries({ ...good, ...changes }).flatMap(([name, value]) =>
    value === null ? [] : [`--${name}`, value],
  )
}

const malformed = write('malformed.json', '{\n  "organisation": {\n    "name": "Voorbeeld",\n  }\n}\n')
const unknownKey = write(
  'unknown-key.json',
  JSON.stringify({ ...REGISTERS, clients: [{ id: 'A', name: 'A', mandaat: null }] }, null, 2),
)
const twice = write('twice.json', JSON.stringify(REGISTERS, null, 2).replace('"staff"', '"name": "Nog eens", "staff"'))
const wrongDate = write(
  'wrong-date.json',
  JSON.stringify({ ...REGISTERS, clients: [{ id: 'A', name: 'A', mandate: { from: '2025-02-30' } }] }, null, 2),
)
const { addresses: _, ...withoutAddresses } = REGISTERS
const withTable = (name: string, addressesFile: string) =>
  write(name, JSON.stringify({ ...withoutAddresses, addressesFile }, null, 2))
write('table.csv', 'PC6;Huisnummer;Stad\n1011AB;1;Amsterdam\n')
const good = '{"at":"2026-01-09T10:00","type":"objection","renter":"1","channel":"e-mail"}'
const eventLines = (name: string, line: string) => write(name, `${good}\n\n${line}\n${good}\n`)
const wrongDocument = write('a-file', 'x')

/** What the command says of such input, in the process of the test. */
function refusal(args: readonly string[]): unknown {
  try {
    return readPlan(readArguments(args))
  } catch (error) {
    return error
  }
}

describe('input that cannot be used: exit code 2, and one line that says what and where', () => {
  // One of each kind: what is typed, what is read at once, what only the cloud reads, and where the results would go.
  test.each([
    ['an unknown option', [...options({}), '--snel'], /--snel/],
    ['registers that are no JSON', options({ registers: malformed }), /malformed\.json, regel 4/],
    [
      'a table of addresses without its column',
      options({ registers: withTable('t3.json', 'table.csv') }),
      /table\.csv, rij 1, kolom Gemeente/,
    ],
    ['a place to write that is a file', options({ out: wrongDocument }), /--out/],
    ['a place to write below a file', options({ out: join(wrongDocument, 'out') }), /--out/],
  ])('%s', async (_, args, message) => {
    const { code, stderr } = await simulate(args)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/Error|\.ts:\d+|\bat \S+ \(/)
    expect(code).toBe(2)
    expect(existsSync(path('out/cases.jsonl'))).toBe(false)
  })

  // The command tells every `WrongInput` in the same way, before it writes anything.
  test.each([
    ['an option without a value', options({}).slice(0, -1), /waarde|--out/],
    ['a stray word', [...options({}), 'nu'], /nu/],
    ['a missing option', options({ registers: null }), /--registers/],
    ['a missing file', options({ registers: path('nergens.json') }), /--registers .*nergens\.json/],
    ['a missing folder', options({ exports: path('nergens') }), /--exports .*nergens/],
    ['a folder where a file belongs', options({ events: path('exports') }), /--events/],
    ['an unknown key', options({ registers: unknownKey }), /unknown-key\.json, regel \d+, clients\[0\]\.mandaat/],
    ['a key that is there twice', options({ registers: twice }), /twice\.json, regel \d+, organisation\.name/],
    [
      'a date that does not exist',
      options({ registers: wrongDate }),
      /wrong-date\.json, regel \d+, clients\[0\]\.mandate\.from/,
    ],
    ['a broken line of events', options({ events: eventLines('broken.jsonl', '{"at":') }), /broken\.jsonl, regel 3/],
    [
      'an unknown type of event',
      options({ events: eventLines('type.jsonl', '{"at":"2026-01-09T10:00","type":"klacht","renter":"1"}') }),
      /type\.jsonl, regel 3, type/,
    ],
    [
      'an event without its field',
      options({ events: eventLines('field.jsonl', '{"at":"2026-01-09T10:00","type":"dispute","renter":"1"}') }),
      /field\.jsonl, regel 3, invoice/,
    ],
    [
      'a time with an offset',
      options({ events: eventLines('time.jsonl', good.replace('10:00', '10:00Z')) }),
      /time\.jsonl, regel 3, at/,
    ],
    [
      'a machine that is back before it stops',
      options({
        events: eventLines('stop.jsonl', '{"at":"2026-01-09T10:00","type":"crash","until":"2026-01-09T09:00"}'),
      }),
      /stop\.jsonl, regel 3, until/,
    ],
    [
      'a table of addresses that is not there',
      options({ registers: withTable('t1.json', 'x.csv') }),
      /t1\.json.* x\.csv/,
    ],
    ['a folder as a table', options({ registers: withTable('t2.json', 'exports') }), /t2\.json.* exports/],
    ['an end before the begin', options({ until: '2025-12-31' }), /--until 2025-12-31/],
    ['a day that does not exist', options({ from: '2026-02-30' }), /--from 2026-02-30/],
  ])('%s', (_, args, message) => {
    const refused = refusal(args)
    expect(refused).toMatchObject({ name: 'WrongInput', message: expect.stringMatching(message) })
    expect(refused).not.toMatchObject({ message: expect.stringMatching(/\n|Error|\.ts:\d+|\bat \S+ \(/) })
  })
})
