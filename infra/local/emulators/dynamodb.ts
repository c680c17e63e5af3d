/** DynamoDB for the embedded cloud: dynalite on LevelDB, in a process of its own. Arguments: folder. */
import { once } from 'node:events'
import { createRequire } from 'node:module'
import dynalite from 'dynalite'
import { type RunningEmulator, runEmulator } from './child.ts'
import { closeServer, LOOPBACK, portOf } from './listen.ts'
import { readAtOnce } from './read-at-once.ts'

const ofDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'))

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

async function start(folder: string): Promise<RunningEmulator> {
  letIteratorsEnd()
  readAtOnce(ofDynalite('level').Level)
  const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0 })
  // dynalite throws when a client breaks off in the middle of a request, which would end the database for all others.
  server.on('request', (request, response) => {
    request.removeAllListeners('error')
    request.on('error', () => response.destroy())
  })
  server.listen(0, LOOPBACK)
  await once(server, 'listening')
  return { port: portOf(server), close: () => closeServer(server) }
}

await runEmulator(start)
