import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { anchorsBeside, casesInFile } from '../../../infra/local/verify/read-log.ts'
import { sentenceOf } from '../../../infra/local/verify/sentences.ts'
import { checkLog } from '../../../shared/domain/completeness.ts'
import { sha256 } from '../../../shared/runtime/sha256.ts'
import { verify } from '../../support/simulate-cli.ts'
import type { Stories } from './story.ts'

// Invariant 5: what `npm run verify` says of the log of a run, and of one that somebody tampered with afterwards.

const lineSchema = z.object({ case: z.string(), events: z.array(z.looseObject({ seq: z.int(), at: z.string() })) })
const anchorSchema = z.object({
  day: z.string(),
  prev: z.string(),
  heads: z.array(z.object({ case: z.string(), seq: z.int(), hash: z.string() })),
})
type Line = z.infer<typeof lineSchema>
type Anchor = z.infer<typeof anchorSchema>

interface Log {
  cases: Line[]
  /** As they are kept, since each is chained to the text of the one before. */
  anchors: string[]
}

const anchorIn = (text: string): Anchor => anchorSchema.parse(JSON.parse(text))
const linesIn = (text: string) => text.trimEnd().split('\n')

export const completeness: Stories = (_, outcome) => {
  describe('invariant 5: a log that is complete', () => {
    const folder = mkdtempSync(join(tmpdir(), 'verify-'))
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    const played = (): Log => ({
      cases: linesIn(outcome().log).map((line) => lineSchema.parse(JSON.parse(line))),
      anchors: linesIn(outcome().anchors),
    })
    /** A case whose newest event is anchored, with the day on which it first was. */
    function anchored({ cases, anchors }: Log): { line: Line; last: number; day: string } {
      for (const text of anchors) {
        const { day, heads } = anchorIn(text)
        for (const head of heads) {
          const line = cases.find((each) => each.case === head.case)
          if (line?.events.length === head.seq) return { line, last: head.seq, day }
        }
      }
      throw new Error('no case ends with an anchored event')
    }
    function kept({ cases, anchors }: Log): string {
      const log = join(folder, 'log.jsonl')
      writeFileSync(log, cases.map((line) => `${JSON.stringify(line)}\n`).join(''))
      writeFileSync(join(folder, 'anchors.jsonl'), anchors.map((text) => `${text}\n`).join(''))
      return log
    }
    async function verdict(log: Log) {
      const { code, stdout } = await verify(['--log', kept(log)])
      return { code, said: stdout.trimEnd().split('\n') }
    }
    /** The sentences of a log's faults, none of which is about a chain. */
    async function faultsIn(log: Log): Promise<string[]> {
      const { faults } = await checkLog(await anchorsBeside(kept(log)), casesInFile(kept(log)), sha256, null)
      expect(faults.filter(({ fault }) => fault === 'chain-broken')).toEqual([])
      return faults.map(sentenceOf)
    }

    test('has an anchor of every day but its last, and is proved up to then', async () => {
      const { code, said } = await verdict(played())
      expect(said.slice(0, 2)).toEqual([
        expect.stringMatching(/: alle ketens kloppen\.$/),
        'Volledig tot en met 2026-04-29: van wat tot dan gebeurde, is niets gewijzigd en ontbreekt niets.',
      ])
      expect(code).toBe(0)
      const days = played().anchors.map((text) => anchorIn(text).day)
      expect(days).toHaveLength(118)
      expect([days[0], days.at(-1)]).toEqual(['2026-01-02', '2026-04-29'])
    })

    test('is none once the last event of a case was changed', async () => {
      const log = played()
      const { line, last, day } = anchored(log)
      Object.assign(line.events[last - 1] ?? {}, { at: '2026-01-01T00:00:00.000Z' })
      expect(await faultsIn(log)).toEqual([
        expect.stringMatching(
          new RegExp(`^Dossier ${line.case}: gebeurtenis ${last} is niet wat in het anker van ${day} staat[;.]`),
        ),
      ])
    })

    test('is none once the tail of a case was cut off', async () => {
      const log = played()
      const { line, last } = anchored(log)
      line.events.pop()
      const faults = await faultsIn(log)
      expect(faults).toEqual([
        expect.stringMatching(
          new RegExp(
            `^Dossier ${line.case}: eindigt bij gebeurtenis ${last - 1}, maar in het anker van [\\d-]+ waren er ${last}\\.$`,
          ),
        ),
      ])
    })

    test('is none once a case was dropped', async () => {
      const log = played()
      const [dropped] = log.cases.splice(7, 1)
      expect(await verdict(log)).toEqual({
        code: 1,
        said: [
          expect.stringMatching(
            new RegExp(`^Dossier ${dropped?.case}: ontbreekt, en staat in het anker van [\\d-]+\\.$`),
          ),
          expect.stringMatching(/^\d+ dossiers, \d+ gebeurtenissen: alle ketens kloppen\.$/),
          'Niet volledig of niet ongewijzigd: zie de regels hierboven.',
        ],
      })
    })

    test('is none once an anchor was removed, in the middle, at the beginning, at the end, or all of them', async () => {
      const { cases, anchors } = played()
      const without = (from: number, count: number) => faultsIn({ cases, anchors: anchors.toSpliced(from, count) })
      expect(await without(40, 1)).toEqual(['Het anker van 2026-02-11 ontbreekt.'])
      expect(await without(0, 1)).toEqual([
        'Het anker van 2026-01-03 volgt op een ander, maar de ankers daarvoor ontbreken.',
      ])
      expect(await without(110, 8)).toEqual([
        expect.stringMatching(/^Het laatste anker is van 2026-04-21, terwijl het log loopt tot 2026-04-\d\d: /),
      ])
      expect(await without(0, 118)).toEqual([
        expect.stringMatching(/^Er is geen enkel anker, terwijl het log loopt tot 2026-04-\d\d: /),
      ])
    })

    test('is none once an anchor was changed, together with its case or without', async () => {
      const log = played()
      const { line, day } = anchored(log)
      const changed = log.anchors.findIndex((text) => anchorIn(text).day === day)
      const anchor = anchorIn(log.anchors[changed] ?? '')
      const heads = anchor.heads.filter((head) => head.case !== line.case)
      log.anchors[changed] = JSON.stringify({ day, heads, prev: anchor.prev })
      expect(await faultsIn(log)).toEqual([`Het anker van ${day} is gewijzigd: het anker erna hoort bij een ander.`])
    })
  })
}
