/** DynamoDB for the embedded cloud: dynalite on LevelDB, in a process of its own. Arguments: folder. */
import { once } from 'node:events'
import dynalite from 'dynalite'
import { type RunningEngine, runEngine } from './child.ts'
import { closeServer, LOOPBACK, portOf } from './listen.ts'

async function start(folder: string): Promise<RunningEngine> {
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

await runEngine(start)
