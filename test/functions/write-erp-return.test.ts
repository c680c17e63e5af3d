import { describe, expect, test } from 'vitest'
import { type ReturnPorts, writeErpReturn } from '../../functions/write-erp-return/write-erp-return.ts'
import type { AdministrationEntry } from '../../shared/contracts/ports.ts'
import { ADMINISTERED, type Administered } from '../../shared/domain/administered.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { type Names, returnLine, writeReturnFile } from '../../shared/erp/return-file.ts'
import { aCaseLog } from '../support/in-memory/case-log.ts'
import { aNotebook } from '../support/in-memory/notebook.ts'
import { aBucketful } from '../support/in-memory/objects.ts'
import { aRenterStore } from '../support/in-memory/renters.ts'

const SENT = {
  reservation: 'C-1-4',
  channel: 'post',
  document: 'letters/C-1/C-1-4.pdf',
  sha256: 'a'.repeat(64),
  messageId: null,
  receivedOn: '2026-03-07',
  debtHelp: true,
  offer: true,
  claims: [1],
} as const

const entry = (at: string, event: object, seq = 5, renter = '100001'): AdministrationEntry => ({
  caseId: `C-${renter.at(-1)}`,
  renter,
  client: 'BELEGGER-A',
  event: { v: 1, by: 'system', seq, at: instantAt(at.slice(0, 10), at.slice(11)), prev: '', ...event } as Administered,
})

const NO_NAMES: Names = { colleagues: new Map(), invoices: () => null }
const QUEUED = { type: 'SignalQueued' } as const
const LISTED = {
  gemeentecode: '0363',
  phase: 'reminding',
  step: 'rest',
  due: null,
  queue: null,
  openedOn: '2026-03-02',
  months: 1,
  amountCents: 100_000,
} as const

/** Some entries of the case log, and the bucket of the ERP. */
async function anAdministration(...entries: AdministrationEntry[]) {
  const log = aCaseLog()
  for (const { caseId, renter, client, event } of entries.toSorted((a, b) => a.event.seq - b.event.seq)) {
    const { seq, at, prev: _, ...fact } = event
    // What else happened in the case is nothing for the renter's administration.
    for (let next = 1; next < seq; next += 1)
      if (await log.isNewest(caseId, next - 1)) await log.append(caseId, { seq: next - 1, hash: '' }, QUEUED, at)
    await log.append(caseId, { seq: seq - 1, hash: '' }, fact, at)
    await log.summarise({ ...LISTED, caseId, renter, client, seq })
  }
  const objects = aBucketful()
  const notebook = aNotebook()
  let breaks = false
  const ports = (at: string): ReturnPorts => ({
    now: () => new Date(instantAt(at.slice(0, 10), at.slice(11))),
    objects: {
      async put(...object) {
        if (breaks) throw new Error('the line went dead')
        await objects.put(...object)
      },
    },
    notebook,
    log,
    renters: aRenterStore(),
    registers: { colleagues: async () => [{ id: 'M-1', name: 'Loes Vos', email: null, role: null }] },
  })
  return {
    files: () => objects.keys(),
    evening: (at: string) => writeErpReturn(ports(at)),
    async breakOff(at: string) {
      breaks = true
      await expect(this.evening(at)).rejects.toThrow('the line went dead')
      breaks = false
    },
    lines: (name: string) => objects.text('erpReturn', name).split('\r\n').slice(1, -1),
  }
}

describe('step 2 of the work instruction, S2: the renter’s administration shows what was done', () => {
  test('one file a day, by renter number and time; nothing is in two files, whatever day the clocks change', async () => {
    const there = await anAdministration(
      entry('2026-03-28T19:44', { type: 'ThreatDeclared', kind: 'ontruiming', by: 'M-1' }, 2, '100002'),
      entry('2026-03-28T09:00', { type: 'DemandSent', ...SENT }, 1, '100002'),
      entry('2026-03-28T19:45', { type: 'ObjectionLodged', channel: 'link' }, 3),
      entry('2026-03-29T19:44', { type: 'CasePaid', on: '2026-03-29', knownFrom: 'erp' }, 4),
    )
    await there.evening('2026-03-28T20:00')
    await there.evening('2026-03-28T20:00')
    await there.evening('2026-03-29T20:00')
    expect(there.lines('2026-03-28.csv')).toEqual([
      '100002;28-03-2026;aanmaning verstuurd;letters/C-1/C-1-4.pdf;BELEGGER-A;09:00;per post;C-2-1;systeem',
      '100002;28-03-2026;dreigende situatie;;BELEGGER-A;19:44;ontruiming;C-2-2;Loes Vos',
    ])
    expect(there.lines('2026-03-29.csv')).toEqual([
      '100001;28-03-2026;bezwaar tegen delen van gegevens;;BELEGGER-A;19:45;;C-1-3;systeem',
      '100001;29-03-2026;dossier gesloten;;BELEGGER-A;19:44;betaald;C-1-4;systeem',
    ])
  })

  test('a day without anything has no file; a file that was not written comes the next evening', async () => {
    const there = await anAdministration(entry('2026-03-03T10:00', { type: 'SuspensionStarted', until: '2026-04-02' }))
    await there.evening('2026-03-02T20:00')
    await there.breakOff('2026-03-03T20:00')
    expect(there.files()).toEqual([])
    expect(await there.evening('2026-03-04T20:00')).toEqual({ lines: 1 })
    expect(there.files()).toEqual(['erpReturn/2026-03-03.csv'])
    expect(there.lines('2026-03-03.csv')).toEqual([
      '100001;03-03-2026;incasso opgeschort;;BELEGGER-A;10:00;tot en met 02-04-2026;C-1-5;systeem',
    ])
  })

  test('nothing is missing after the machine was off for weeks', async () => {
    const there = await anAdministration(entry('2026-03-03T10:00', { type: 'ArrangementKept' }))
    await there.evening('2026-03-02T20:00')
    expect(await there.evening('2026-03-24T20:00')).toEqual({ lines: 1 })
    expect(there.files()).toEqual(['erpReturn/2026-03-03.csv'])
  })

  test('before the day closes its file is not written', async () => {
    const there = await anAdministration(entry('2026-03-03T10:00', { type: 'ArrangementKept' }))
    await there.evening('2026-03-03T19:44')
    expect(there.files()).toEqual([])
  })
})

describe('every act, signal, answer and suspension has words', () => {
  const fields = {
    ...SENT,
    act: 'notice',
    kind: 'Telefoon',
    reached: true,
    by: 'bd',
    on: '2026-03-09',
    invoice: 'F-1',
    terms: [{ date: '2026-04-01', amountCents: 1 }],
    reason: 'period-over',
    file: 'v.xlsx',
    code: 'accepted',
    until: '2026-04-08',
    message: 'pause',
    how: 'fetched',
  }
  test.each(ADMINISTERED)('%s', (type) => {
    const { act, remark } = returnLine(entry('2026-03-09T10:00', { ...fields, type }), {
      colleagues: new Map(),
      invoices: () => 'F-1',
    })
    expect(act).toMatch(/^[a-z5]/)
    expect(`${act} ${remark}`).not.toMatch(/undefined|[A-Z][a-z]+[A-Z]/)
  })

  test('S2 a delivery says how the portal got it', () => {
    const remarkOf = (how: string) =>
      returnLine(entry('2026-03-09T10:00', { type: 'SignalDelivered', file: 'v.xlsx', how }), NO_NAMES).remark
    expect(['fetched', 'pushed', 'accepted', 'uploaded', 'answered'].map(remarkOf)).toEqual([
      ...['opgehaald door het meldpunt', 'naar het meldpunt gestuurd', 'aangenomen door het meldpunt'],
      ...['geüpload bij het meldpunt', 'het meldpunt heeft geantwoord'],
    ])
  })

  test('an answer says no more than the law lets through (F2)', () => {
    const answer = (code: string) =>
      returnLine(entry('2026-03-09T10:00', { type: 'AnswerReceived', code, on: '2026-03-08' }), {
        colleagues: new Map(),
        invoices: () => null,
      })
    expect(answer('accepted')).toMatchObject({ act: 'gemeente: hulp geaccepteerd', remark: 'op 08-03-2026' })
    expect(answer('repeated')).toMatchObject({ act: 'gemeente: ander antwoord', remark: 'opnieuw gemeld' })
  })

  test('what a spreadsheet takes for a formula is made harmless, and what divides the columns is kept whole', () => {
    const text = writeReturnFile([
      returnLine(entry('2026-03-09T10:00', { type: 'ItemDisputed', claim: 1 }, 5, '-1'), {
        colleagues: new Map(),
        invoices: () => '=HYPERLINK("x");ü',
      }),
    ])
    expect(text).toBe(
      '\uFEFFDebiteurnummer;Datum;Handeling;Bestand;Opdrachtgever;Tijd;Toelichting;Kenmerk;Door\r\n' +
        `"'-1";09-03-2026;post betwist;;BELEGGER-A;10:00;"'=HYPERLINK(""x"");ü";C-1-5;systeem\r\n`,
    )
  })
})
