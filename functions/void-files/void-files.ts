import { z } from 'zod'
import { bringUpToDate, type CasePortsOutside, changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import { rememberConditions } from '../../shared/cases/remember-conditions.ts'
import { isByPerson } from '../../shared/contracts/portals.ts'
import type { Workflow } from '../../shared/contracts/ports.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { type Worklist, worklistSchema } from '../../shared/contracts/round.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { gate } from '../../shared/domain/gate.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import { withoutLast } from '../../shared/domain/signals.ts'
import { isOnItsWay } from '../../shared/domain/state.ts'
import { type Manifest, manifestSchema } from '../../shared/portals/manifest.ts'
import { askQuestionOnce, endQuestion, questionId } from '../../shared/questions/questions.ts'
import { askForRound } from '../../shared/rounds/ask-round.ts'
import { closeDelivery, isAtPortal } from '../../shared/rounds/deliveries.ts'
import { type GatePorts, gateFacts } from '../../shared/rounds/gate-facts.ts'
import { changeManifest, manifestKey } from '../../shared/rounds/manifests.ts'
import { fileKey, instructionsKey } from '../../shared/rounds/portal-file.ts'
import { keepFromStarting } from '../../shared/rounds/transfer-turns.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'
import { pool } from '../../shared/runtime/pool.ts'

export const voidFilesInput = z.strictObject({})

type NoteKinds = 'delivery' | 'question' | 'transfer'

export interface VoidPorts extends CasePortsOutside {
  readonly renters: GatePorts['renters']
  readonly notebook: Pick<NotebookFor<`${NoteKinds} ${'read' | 'put'}`>, 'get' | 'put' | 'reserve' | 'list'>
  readonly objects: Pick<ObjectsFor<'work read' | 'signals remove' | 'evidence read' | 'evidence write'>, VoidCalls>
  readonly workflow: Pick<Workflow, 'wake' | 'startRound'>
}
type VoidCalls = 'get' | 'put' | 'remove'

/** Cases that are worked on at the same time. */
const WIDTH = 8

interface OpenFile {
  readonly list: Worklist
  readonly manifest: Manifest
}

/**
 * Takes away each file of signals that its portal does not have yet, and of which a row fails the gate by now (S2,
 * invariant 1). Its other rows wait for another file, for which a round is asked. Run again, it goes on where it broke
 * off. A file of which the portal answered about a row stays: it is there, and what fails is withdrawn. Of an API each
 * row is a call of its own: there the row that fails is not called, and the others are.
 */
export async function voidFiles(given: VoidPorts): Promise<{ voided: number }> {
  const ports = { ...given, registers: rememberConditions(given.registers, given.now) }
  let voided = 0
  for (const { id: file, value } of await ports.notebook.list('delivery')) {
    if (value.kind !== 'signals' || value.done || value.delivered) continue
    const open = await openFile(ports, file, value.key)
    if (!open) continue
    const { failing, proved } = value.voided ? NOTHING : await look(ports, open.manifest)
    if (open.list.channel === 'api') {
      await pool(failing, WIDTH, (caseId) => tellVoided(ports, caseId, file))
      continue
    }
    if (value.voided) await finish(ports, open)
    else if (proved) await pool(failing, WIDTH, (caseId) => tellDelivered(ports, caseId, file))
    else if (failing.length > 0 && (await begin(ports, open))) {
      await finish(ports, open)
      voided += 1
    }
  }
  if (voided > 0) await askForRound(ports.workflow, ports.now())
  return { voided }
}

async function openFile(ports: VoidPorts, file: string, key: string): Promise<OpenFile | null> {
  const manifest = await getJson(ports.objects, 'evidence', manifestKey(file), manifestSchema)
  const list = await getJson(ports.objects, 'work', key, worklistSchema)
  return manifest && list && !isAtPortal(manifest) ? { list, manifest } : null
}

const NOTHING = { failing: [], proved: false }

/** The cases whose row may not leave any more; and whether an answer about a row proved that its portal has it. */
async function look(ports: VoidPorts, { file, rows }: Manifest): Promise<{ failing: string[]; proved: boolean }> {
  let proved = false
  const failing = await pool(rows, WIDTH, async ({ caseId }) => {
    const found = await bringUpToDate(ports, caseId)
    const { state, conditions } = found
    proved ||= (state.files.get(file)?.deliveredAt ?? null) !== null
    if (state.signal?.file !== file || !isOnItsWay(state)) return null
    const today = dateOf(ports.now().toISOString())
    if (outgoing(state, conditions.policy, today) === 'void') return caseId
    const facts = await factsWithout(ports, found)
    const reasons = gate(withoutLast(state), conditions.policy, facts, today)
    return reasons.length > 0 ? caseId : null
  })
  return { failing: failing.filter((each) => each !== null), proved }
}

/** What the gate asks beside the case, as if the row had not been written. */
const factsWithout = (ports: VoidPorts, found: Outcome) =>
  gateFacts(ports, { ...found, state: withoutLast(found.state) })

/**
 * Notes that the file is void, so that nobody brings it any more. @returns false while a transfer is under way: the
 * portal may have it by now, and then its rows are withdrawn instead
 */
async function begin(ports: VoidPorts, { list: { file } }: OpenFile): Promise<boolean> {
  const at = ports.now().toISOString()
  if (!(await keepFromStarting(ports.notebook, file, at))) return false
  const note = await ports.notebook.get('delivery', file)
  if (!note || note.done || note.delivered) return false
  await ports.notebook.put('delivery', file, { ...note, voided: at })
  return true
}

/** Takes the file away, tells its cases, and then whoever was to upload it. What its cases keep of it stays. */
async function finish(ports: VoidPorts, { list, manifest }: OpenFile): Promise<void> {
  const { file } = list
  await ports.objects.remove('signals', fileKey(list))
  await ports.objects.remove('signals', instructionsKey(list))
  const told = await pool(manifest.rows, WIDTH, ({ caseId }) => tellVoided(ports, caseId, file))
  const at = ports.now().toISOString()
  await changeManifest(ports.objects, file, ({ voidedAt }) => ({ voidedAt: voidedAt ?? at }))
  if (isByPerson(list.channel)) {
    await endQuestion(ports, questionId.upload(file))
    const about = { about: 'void-file', reason: 'voided', caseId: null, file, at } as const
    await askQuestionOnce(ports, questionId.voided(file), about)
  }
  // A case that does not know yet that it is in the file hears that first, in this round or the next.
  if (told.every((each) => each)) await closeDelivery(ports, file)
}

/** What fails is at the portal too, where its file is, and is taken back there by the rules for that (S4). */
const tellDelivered = (ports: VoidPorts, caseId: string, file: string): Promise<unknown> =>
  changeCase(ports, caseId, { type: 'record-delivery', file, delivered: { how: 'answered' } })

/** @returns whether the case knows what became of its row */
async function tellVoided(ports: VoidPorts, caseId: string, file: string): Promise<boolean> {
  const found = await bringUpToDate(ports, caseId)
  const facts = await factsWithout(ports, found)
  const { refused } = await changeCase(ports, caseId, { type: 'void-signal', file, facts }, { from: found })
  return refused !== 'no-signal'
}
