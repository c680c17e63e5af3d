import { randomUUID } from 'node:crypto'
import {
  type FilePush,
  PortalRefused,
  PortalUnreachable,
  TransferUnderWay,
} from '../../shared/contracts/portal-channels.ts'
import type { TransferTurn, Worklist } from '../../shared/contracts/round.ts'
import { recordNotDelivered } from '../../shared/rounds/deliveries.ts'
import { fileKey } from '../../shared/rounds/portal-file.ts'
import { lastTurn, turnId } from '../../shared/rounds/transfer-turns.ts'
import type { DeliveryPorts } from './ports.ts'

/**
 * A transfer takes seconds and is reported when it ends, an event that is delayed within six hours. One that nothing is
 * known of after this long, in milliseconds, never began.
 */
const HEARD_WITHIN = 7 * 3_600_000

/**
 * Pushes a file to the portal's SFTP server. Returns once it is there; to find that out, it is called again in a while.
 * A file has one transfer at a time, and another one only after the last is known to have brought nothing: it arrives
 * once.
 *
 * @throws TransferUnderWay to be called again in a while
 * @throws PortalUnreachable when no transfer could be started; to be called again in a while
 * @throws PortalRefused when people must act first
 */
export async function pushFile(ports: DeliveryPorts, list: Worklist, push: FilePush): Promise<void> {
  const { turn, last } = await lastTurn(ports.notebook, list.file)
  if (last?.voids) throw new TransferUnderWay()
  if (last && !last.over) {
    const outcome = last.transfer === null ? NOTHING_HEARD : await push.outcome(last.transfer)
    if (outcome.status === 'completed') return
    if (outcome.status === 'under-way') throw new TransferUnderWay()
    if (outcome.status === 'unknown' && ports.now().getTime() - Date.parse(last.at) < HEARD_WITHIN)
      throw new TransferUnderWay()
    if (outcome.status === 'failed') {
      await recordNotDelivered(ports, list.file, outcome.reason, ports.now().toISOString())
      await note(ports, list.file, turn, { ...last, over: true })
      if (outcome.reason !== 'portal-unreachable') throw new PortalRefused(outcome.reason)
    }
  }
  await startTurn(ports, list, turn + 1, push)
  throw new TransferUnderWay()
}

const NOTHING_HEARD = { status: 'unknown' } as const

const note = (ports: DeliveryPorts, file: string, turn: number, value: TransferTurn) =>
  ports.notebook.put('transfer', turnId(file, turn), value)

async function startTurn(ports: DeliveryPorts, list: Worklist, turn: number, push: FilePush): Promise<void> {
  const mine: TransferTurn = { by: randomUUID(), at: ports.now().toISOString(), transfer: null, over: false }
  const taken = await ports.notebook.reserve('transfer', turnId(list.file, turn), mine)
  if (taken.by !== mine.by) throw new TransferUnderWay()
  try {
    const transfer = await push.start({ key: fileKey(list), kind: list.kind })
    await note(ports, list.file, turn, { ...mine, transfer })
  } catch (error) {
    if (error instanceof PortalUnreachable) await note(ports, list.file, turn, { ...mine, over: true })
    throw error
  }
}
