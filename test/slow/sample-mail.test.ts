import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { simulate } from '../support/simulate-cli.ts'

// The README of the mail to staff shows the mail of the sample's busiest day, as it is sent.

const PROJECT = join(import.meta.dirname, '../..')
const SAMPLE = join(PROJECT, 'infra/local/sample')
const README = 'functions/tell-staff/README.md'
const BUSIEST = '2026-03-23'

/** References of cases are drawn at random. */
const withoutReferences = (text: string): string => text.replaceAll(/VS-[A-Z0-9]{9}/g, 'VS-…').trim()

test('the example in the README is the mail that the sample sends on its busiest day', async () => {
  const out = mkdtempSync(join(tmpdir(), 'sample-mail-'))
  try {
    const { code, stderr } = await simulate([
      ...['--registers', join(SAMPLE, 'registers.json'), '--exports', join(SAMPLE, 'exports')],
      ...['--events', join(SAMPLE, 'events.jsonl'), '--from', '2026-01-01', '--until', BUSIEST, '--out', out],
    ])
    expect([code, stderr]).toEqual([0, ''])
    const mails = await Promise.all(
      readdirSync(join(out, 'mail')).map((name) => simpleParser(readFileSync(join(out, 'mail', name)))),
    )
    const sent = mails.find(
      ({ headers, date }) => headers.get('x-letter') === 'staff-daily' && date?.toISOString().startsWith(BUSIEST),
    )
    const [, shown = ''] = /```text\n(.+?)```/s.exec(readFileSync(join(PROJECT, README), 'utf8')) ?? []
    expect(shown.trim()).toBe(withoutReferences(`${sent?.subject}\n\n${sent?.text}`))
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}, 600_000)
