import { z } from 'zod'
import { PORTALS } from '../../shared/contracts/portals.ts'
import type { CaseLog, CaseSummary, RegisterStore } from '../../shared/contracts/ports.ts'
import type { Municipality } from '../../shared/contracts/registers.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { type Worklist, type WorklistRef, worklistKey, worklistSchema } from '../../shared/contracts/round.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { fileName } from '../../shared/portals/file-name.ts'
import {
  type PortalSettings,
  signalProfile,
  withdrawalProfile,
  withdrawnByPerson,
} from '../../shared/portals/settings.ts'
import { type ApprovalPorts, mayLeave } from '../../shared/rounds/approval.ts'
import { settingsOf } from '../../shared/rounds/portal-settings.ts'
import { getJson, putJson } from '../../shared/runtime/json-objects.ts'
import { remember } from '../../shared/runtime/remember.ts'

export const collectRoundInput = z.strictObject({ round: z.string().min(1) })

export interface RoundPorts {
  readonly log: Pick<CaseLog, 'queued'>
  readonly registers: Pick<RegisterStore, 'municipality'> & ApprovalPorts['registers']
  readonly notebook: Pick<
    NotebookFor<'approval read' | 'delivery read' | 'file read' | 'file put'>,
    'get' | 'reserve' | 'list'
  >
  readonly objects: Pick<ObjectsFor<'work read' | 'work write' | 'evidence read'>, 'get' | 'put'>
  readonly now: () => Date
}

/** So many signals fit one file; a portal, and the function that writes it, stay well within their limits. */
const FILE_ROWS = 1000

/**
 * Collects the cases that wait for a file, and divides them over files: one for many municipalities, but one for each
 * portal, channel and format, and on the website for each municipality (S1, S3, S4, R3). Where rounds are approved,
 * only what was approved goes (S6). Files of earlier rounds that did not reach their portal come along, and are
 * registered in their cases where that broke off. Run again for the same round, it gives the same file names.
 */
export async function collectRound(
  ports: RoundPorts,
  { round }: z.infer<typeof collectRoundInput>,
): Promise<{ files: WorklistRef[] }> {
  const on = dateOf(ports.now().toISOString())
  const settings = await settingsOf(ports.objects)
  const late = (await ports.notebook.list('delivery')).filter(({ value }) => !value.done)
  const files: WorklistRef[] = []
  const leaves = { signals: await mayLeave(ports, on), withdrawals: () => true }
  for (const kind of ['signals', 'withdrawals'] as const) {
    for (const group of await groups(ports, kind, settings, leaves[kind])) {
      const file = await reserveName(ports.notebook, settings, kind, group.target, on, `${round}/${files.length}`)
      const { portal, channel, format, municipality } = group.target
      const list: Worklist = {
        ...{ kind, file, on, portal, channel, format, caseIds: group.caseIds },
        ...(municipality !== undefined && { municipality }),
      }
      const key = worklistKey(file)
      await putJson(ports.objects, 'work', key, list)
      files.push({ kind, key })
    }
  }
  return { files: [...files, ...late.map(({ value: { kind, key } }) => ({ kind, key }))] }
}

type Target = Pick<Worklist, 'portal' | 'channel' | 'format' | 'municipality'>
/** A case whose municipality left the register goes along to the last gate, which holds it (G7). */
const NOWHERE: Target = { portal: 'RIS', channel: 'upload', format: 'xlsx' }

interface Group {
  readonly target: Target
  readonly caseIds: string[]
}

async function groups(
  ports: RoundPorts,
  kind: 'signals' | 'withdrawals',
  settings: PortalSettings,
  leaves: (summary: CaseSummary) => boolean,
): Promise<Group[]> {
  const targetOf = targets(ports)
  const byTarget = new Map<string, Group[]>()
  for await (const summary of ports.log.queued(kind === 'signals' ? 'signal' : 'withdrawal')) {
    if (!leaves(summary)) continue
    const found = await targetOf(summary)
    const target = kind === 'withdrawals' ? forPerson(settings, found) : found
    const name = `${target.portal} ${target.channel} ${target.format} ${target.municipality ?? ''}`
    const parts = byTarget.get(name) ?? []
    const last = parts.at(-1)
    if (last && last.caseIds.length < FILE_ROWS) last.caseIds.push(summary.caseId)
    else byTarget.set(name, [...parts, { target, caseIds: [summary.caseId] }])
  }
  return [...byTarget.keys()].sort().flatMap((name) => byTarget.get(name) ?? [])
}

/**
 * A signal goes to the portal of its municipality; a withdrawal to where its signal lies, also when the renter moved,
 * or the municipality chose another portal, since (S4).
 */
function targets(ports: RoundPorts): (summary: CaseSummary) => Promise<Target> {
  const ofFile = remember((file: string) => getJson(ports.objects, 'work', worklistKey(file), worklistSchema))
  const ofMunicipality = remember((gemeentecode: string) => ports.registers.municipality(gemeentecode))
  return async ({ file, gemeentecode }) => {
    const delivered = file === undefined ? null : await ofFile(file)
    return delivered ?? targetAt(gemeentecode === null ? null : await ofMunicipality(gemeentecode))
  }
}

/**
 * A person uploads what takes signals back of every channel that knows no withdrawals, in one file: it looks the same,
 * whatever the signals looked like (S4).
 */
const forPerson = (settings: PortalSettings, target: Target): Target =>
  target.channel !== 'website' && withdrawnByPerson(settings, target.channel)
    ? { portal: target.portal, channel: 'upload', format: PORTALS[target.portal].format }
    : target

/** A list for the website has one municipality: that is whom a person picks there first (R3). */
const targetAt = (municipality: Municipality | null): Target =>
  municipality?.channel === 'website' ? { ...municipality, municipality: municipality.name } : (municipality ?? NOWHERE)

/** The first name of the day that no other round took: a file is written once (S2). */
async function reserveName(
  notebook: RoundPorts['notebook'],
  settings: PortalSettings,
  kind: 'signals' | 'withdrawals',
  { portal, format }: Target,
  on: string,
  owner: string,
): Promise<string> {
  const profile = kind === 'signals' ? signalProfile(settings, portal, format) : withdrawalProfile(settings, portal)
  for (let part = 1; ; part += 1) {
    const name = fileName(profile, { on, part })
    if ((await notebook.reserve('file', name, owner)) === owner) return name
  }
}
