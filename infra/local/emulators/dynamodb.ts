import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import dynalite from 'dynalite'
import { changeOnce } from './change-once.ts'
import { lockFolder } from './folder-lock.ts'
import { answerBy, type Emulator } from './in-process.ts'
import { closeServer, LOOPBACK, portOf } from './listen.ts'
import { readAtOnce } from './read-at-once.ts'
import { writeAtOnce } from './write-at-once.ts'

export interface DynamoDb extends Emulator {
  /** Lets others on this machine reach it too. @returns `http://127.0.0.1:<port>` */
  readonly listen: () => Promise<string>
}

const ofDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'))

/**
 * DynamoDB for the embedded cloud: dynalite on LevelDB, in this process, under `dataDir`. What it acknowledged is kept
 * when the process is killed.
 *
 * @throws Error when another run uses the folder
 */
export async function openDynamoDb(dataDir: string): Promise<DynamoDb> {
  const folder = join(dataDir, 'dynamodb')
  const release = lockFolder(folder)
  letIteratorsEnd()
  const { Level } = ofDynalite('level')
  changeOnce(Level, readAtOnce)
  changeOnce(ofDynalite('./db'), (db) => writeAtOnce(Level, db))
  const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0 })
  // dynalite throws when a client breaks off in the middle of a request, which would end this process.
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    request.removeAllListeners('error')
    request.on('error', () => response.destroy())
  })
  async function listen(): Promise<string> {
    server.listen(0, LOOPBACK)
    await once(server, 'listening')
    return `http://${LOOPBACK}:${portOf(server)}`
  }

  return {
    answer: answerBy((request, response) => server.emit('request', request, response)),
    listen,
    async close() {
      // dynalite closes its store after a server that listens.
      if (!server.listening) await listen()
      await closeServer(server)
      release()
    },
  }
}

/**
 * dynalite 4 ends its iterators by `return`, which those of its store call `close`: without this each query keeps a
 * snapshot, and the blocks it read, until the process ends.
 */
function letIteratorsEnd(): void {
  const { AbstractValueIterator } = createRequire(ofDynalite.resolve('level'))('abstract-level')
  AbstractValueIterator.prototype.return ??= function close(this: { close: () => Promise<void> }) {
    return this.close()
  }
}
