import { simpleParser } from 'mailparser'
import { beforeEach, describe, expect, test } from 'vitest'
import { collectRound } from '../../functions/collect-round/collect-round.ts'
import { previewRound } from '../../functions/preview-round/preview-round.ts'
import { tellStaff } from '../../functions/tell-staff/tell-staff.ts'
import { testSignal } from '../../functions/test-signal/test-signal.ts'
import { changeCase } from '../../shared/cases/change-case.ts'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import { previewKey } from '../../shared/contracts/preview.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import { worklistSchema } from '../../shared/contracts/round.ts'
import { reportFact } from '../../shared/facts/report-fact.ts'
import { lastRound, roundToShow } from '../../shared/rounds/approval.ts'
import { aCaseReadyToReport, at, POLICY } from '../support/case-builder.ts'
import { REGISTERS } from '../support/landscape.ts'
import { aCaseload, renterOf } from './caseload.ts'

// Four eyes, where the organisation wants them.

/** C-1 and C-2 may go with the round of 20 April 2026; C-3 has no surname. It is Wednesday 15 April. */
async function beforeTheRound(approveRounds = true) {
  const load = await aCaseload()
  const organisation = { ...REGISTERS.organisation, approveRounds }
  await load.ports.registers.load(
    registersSchema.parse({ ...REGISTERS, organisation }),
    '2026-01-01T00:00:00.000Z',
    'system',
  )
  load.isAt('2026-04-14T09:00')
  for (const caseId of ['C-1', 'C-2']) await load.has(caseId, aCaseReadyToReport())
  await load.has('C-3', aCaseReadyToReport(), { surname: '' })
  load.isAt('2026-04-15T08:00')
  const { ports } = load
  return {
    ...load,
    preview: () => previewRound(ports),
    shown: () => ports.objects.json('evidence', previewKey('2026-04-20')),
    async tests(...caseIds: string[]) {
      load.isAt('2026-04-20T09:00')
      for (const caseId of caseIds) await testSignal({ ...ports, workflow: null, rounds: ports.workflow }, { caseId })
    },
    approves: (except: string[] = [], on = '2026-04-20') =>
      reportFact(
        { ...ports, imports: ports.workflow, rounds: ports.workflow },
        {
          id: `door-${except}-${on}`,
          fact: reportedFactSchema.parse({ at: '2026-04-15T08:00', type: 'round-approved', on, except, by: 'system' }),
        },
      ),
    async leaves(round = 'r'): Promise<string[]> {
      const { files } = await collectRound(ports, { round })
      return files.flatMap(({ key }) => worklistSchema.parse(ports.objects.json('work', key)).caseIds)
    },
    tell: () => tellStaff(ports),
    text: async () => (await simpleParser(Buffer.from(ports.mailer.mails.at(-1)?.raw ?? []))).text ?? '',
  }
}

let there: Awaited<ReturnType<typeof beforeTheRound>>
beforeEach(async () => {
  there = await beforeTheRound()
})

describe('S6 a round is shown three working days before', () => {
  test('as of its day: who goes, and who is held and why; once, and kept', async () => {
    there.isAt('2026-04-14T08:00')
    expect(await there.preview()).toEqual({ goes: 0, held: 0 })
    there.isAt('2026-04-15T08:00')
    expect(await there.preview()).toEqual({ goes: 2, held: 1 })
    expect(there.shown()).toMatchObject({
      on: '2026-04-20',
      goes: [{ caseId: 'C-1' }, { caseId: 'C-2' }],
      held: [{ caseId: 'C-3', reasons: ['G8'] }],
    })
    expect(await there.preview()).toEqual({ goes: 0, held: 0 })
    expect(JSON.stringify(there.shown())).not.toContain('Bos')
  })

  test('C16 after a stop also one that was missed, which leaves when it is approved', async () => {
    there.isAt('2026-04-22T08:00')
    expect(await there.preview()).toEqual({ goes: 0, held: 0 })
    await there.ports.registers.noteBeat({ at: at('2026-04-14T16:00'), actsFrom: null })
    expect(await there.preview()).toEqual({ goes: 2, held: 1 })
    expect(there.shown()).toMatchObject({ on: '2026-04-20', goes: [{ caseId: 'C-1' }, { caseId: 'C-2' }] })
    expect(await there.preview()).toEqual({ goes: 0, held: 0 })
  })

  test('changes nothing in the cases', async () => {
    await there.preview()
    for (const caseId of ['C-1', 'C-3']) expect(await there.since('CaseOpened', caseId)).not.toContain('SignalHeld')
  })

  test('only where the organisation approves its rounds', async () => {
    const free = await beforeTheRound(false)
    expect(await free.preview()).toEqual({ goes: 0, held: 0 })
    await free.tests('C-1')
    expect(await free.leaves()).toEqual(['C-1'])
  })

  test('in the mail of that morning by case, and each morning until it is approved', async () => {
    await there.preview()
    there.isAt('2026-04-15T08:30')
    expect(await there.tell()).toMatchObject({ unapprovedRounds: 0 })
    const text = await there.text()
    expect(text).toContain('Ronde van 20 april 2026: wacht op uw akkoord: 2 gaan mee, 1 niet.')
    expect(text).toContain(`Dossier C-1, debiteur ${renterOf('C-1')}: gaat mee in de ronde.`)
    expect(text).toContain(
      `Dossier C-3, debiteur ${renterOf('C-3')}: gaat niet mee in de ronde: een gegeven ontbreekt of klopt niet.`,
    )
    there.isAt('2026-04-16T08:30')
    await there.tell()
    expect(await there.text()).toContain('wacht op uw akkoord')
    expect(await there.text()).not.toContain('Gaat mee')
  })
})

describe('S6 what is approved leaves', () => {
  test('and nothing else, also after its day', async () => {
    await there.preview()
    await there.tests('C-1', 'C-2', 'C-3')
    expect(await there.leaves()).toEqual([])
    expect(await there.approves([renterOf('C-2')])).toEqual({ recorded: true })
    expect([...there.ports.workflow.rounds]).toEqual(['asked-202604200700'])
    there.isAt('2026-04-22T10:00')
    expect(await there.leaves('later')).toEqual(['C-1'])
  })

  test('who was not shown does not leave', async () => {
    await there.preview()
    await there.approves()
    await there.has('C-4', aCaseReadyToReport())
    await there.tests('C-1', 'C-4')
    expect(await there.leaves()).toEqual(['C-1'])
  })

  test('S1 a threatening situation does not wait', async () => {
    await changeCase(there.ports, 'C-1', { type: 'threat', kind: 'ontruiming' })
    await there.tests('C-1', 'C-2')
    expect(await there.leaves()).toEqual(['C-1'])
  })

  test('a round that was not shown cannot be approved', async () => {
    expect(await there.approves([], '2026-05-20')).toMatchObject({ recorded: false, reason: 'no-such-round' })
  })
})

test('S6 not approved by the day after: operators and staff hear of it, until it is', async () => {
  await there.preview()
  await there.tests('C-1', 'C-2')
  there.isAt('2026-04-21T08:30')
  expect(await there.tell()).toMatchObject({ unapprovedRounds: 1 })
  expect(await there.text()).toContain('Ronde van 20 april 2026: niet goedgekeurd: 2 signalen wachten.')
  await there.approves()
  there.isAt('2026-04-22T08:30')
  expect(await there.tell()).toMatchObject({ unapprovedRounds: 0 })
})

test('the day of a round, and from when it is shown', () => {
  expect(lastRound('2026-04-20', POLICY)).toBe('2026-04-20')
  expect(lastRound('2026-04-19', POLICY)).toBe('2026-03-20')
  expect(roundToShow('2026-04-14', POLICY)).toBeNull()
  expect(roundToShow('2026-04-15', POLICY)).toBe('2026-04-20')
  expect(roundToShow('2026-04-20', POLICY)).toBe('2026-04-20')
})
