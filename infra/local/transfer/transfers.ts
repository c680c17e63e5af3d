import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { type NotDelivered, PortalRefused } from '../../../shared/contracts/portal-channels.ts'
import type { ObjectStore } from '../../../shared/contracts/ports.ts'
import { settingsOf } from '../../../shared/rounds/portal-settings.ts'
import type { FileDrop } from './sftp-drop.ts'

const row = z.object({
  id: z.string(),
  /** The key of the file, with its bucket in front. */
  path: z.string(),
  folder: z.string(),
  status: z.enum(['QUEUED', 'COMPLETED', 'FAILED']),
  code: z.string().nullable(),
  message: z.string().nullable(),
})
export type Transfer = z.infer<typeof row>

/** How Transfer Family puts it; `shared/portals/transfer-failure.ts` reads it. */
const WORDS: Readonly<Record<NotDelivered, readonly [code: string, message: string]>> = {
  'portal-unreachable': ['CONNECTION_ERROR', 'Connection failed'],
  'portal-host-key': ['CONNECTION_ERROR', 'Invalid trusted host keys'],
  'portal-login': ['CONNECTION_ERROR', 'Authentication failed'],
  'portal-secret': ['CONNECTION_ERROR', 'Private key not found'],
  'portal-differs': ['SEND_FILE_ERROR', 'Another file exists'],
}

interface TransfersOptions {
  readonly database: DatabaseSync
  readonly now: () => number
  readonly objects: () => ObjectStore
  readonly drop: FileDrop
  /** Called once or more for every transfer that ended, with the event that EventBridge would have. */
  readonly report: (event: object) => void
}

/**
 * The transfers of an SFTP connector, to the server in `RIS.sftp` of `portals.json`. Durable: what was under way when
 * the process died begins anew at the next start, and has no effect where it had come through.
 */
export function openTransfers({ database, now, objects, drop, report }: TransfersOptions) {
  database.exec(`CREATE TABLE IF NOT EXISTS transfers (id TEXT PRIMARY KEY, path TEXT NOT NULL, folder TEXT NOT NULL,
    status TEXT NOT NULL, code TEXT, message TEXT) STRICT;
    CREATE TABLE IF NOT EXISTS transfers_renamed (path TEXT PRIMARY KEY) STRICT`)
  const insert = database.prepare("INSERT INTO transfers (id, path, folder, status) VALUES (?, ?, ?, 'QUEUED')")
  const select = database.prepare('SELECT * FROM transfers WHERE id = ?')
  const queued = database.prepare("SELECT * FROM transfers WHERE status = 'QUEUED' ORDER BY rowid")
  const end = database.prepare('UPDATE transfers SET status = ?, code = ?, message = ? WHERE id = ?')
  const isRenamed = database.prepare('SELECT 1 FROM transfers_renamed WHERE path = ?')
  const renamed = database.prepare('INSERT OR IGNORE INTO transfers_renamed (path) VALUES (?)')
  const underWay = new Set<Promise<void>>()
  /** One at a time, so that two transfers of one file cannot meet on the portal's server. */
  let turn: Promise<void> = Promise.resolve()

  const begin = (transfer: Transfer) => {
    const done = turn.then(() => bring(transfer))
    turn = done
    underWay.add(done)
    void done.finally(() => underWay.delete(done))
  }

  const bring = async (transfer: Transfer) => {
    const failure = await push(transfer).then(
      () => null,
      (error: unknown) => WORDS[error instanceof PortalRefused ? error.reason : 'portal-unreachable'],
    )
    const status = failure ? 'FAILED' : 'COMPLETED'
    const [code = null, message = null] = failure ?? []
    const ended = { ...transfer, status, code, message } as const
    // A crash in between has it reported twice, as EventBridge may do too.
    report(eventOf(ended, new Date(now()).toISOString()))
    end.run(status, code, message, transfer.id)
  }

  const push = async ({ path, folder }: Transfer) => {
    const [, key = ''] = /^\/[^/]+\/(.+)$/.exec(path) ?? []
    const { sftp } = (await settingsOf(objects())).RIS
    const bytes = await objects().get('signals', key)
    if (!sftp || !bytes) throw new Error(`nowhere to bring ${path} to, or nothing to bring`)
    await drop.put(
      { ...sftp, folder },
      { name: key.slice(key.lastIndexOf('/') + 1), bytes },
      { renamedBefore: isRenamed.get(path) !== undefined, beforeRename: () => renamed.run(path) },
    )
  }

  return {
    start(path: string, folder: string): string {
      const id = randomUUID()
      insert.run(id, path, folder)
      begin({ id, path, folder, status: 'QUEUED', code: null, message: null })
      return id
    },
    find: (id: string): Transfer | undefined => row.optional().parse(select.get(id)),
    /** Takes up what a former process left. Call it once. */
    resume(): void {
      for (const left of z.array(row).parse(queued.all())) begin(left)
    },
    /** Resolves when no transfer is under way. */
    async idle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

export type Transfers = ReturnType<typeof openTransfers>

const eventOf = ({ id, path, folder, status, code, message }: Transfer, time: string) => ({
  source: 'aws.transfer',
  'detail-type': `SFTP Connector File Send ${status === 'COMPLETED' ? 'Completed' : 'Failed'}`,
  time,
  detail: {
    operation: 'SEND',
    'transfer-id': id,
    'file-path': path,
    'remote-directory-path': folder,
    'status-code': status,
    ...(code !== null && { 'failure-code': code, 'failure-message': message }),
  },
})
