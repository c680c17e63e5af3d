import type { Server } from 'node:http'

/** Reachable from this machine only: the emulators take any credentials. */
export const LOOPBACK = '127.0.0.1'

/** The port of a server that listens on TCP. */
export function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the emulator does not listen on a port')
  return address.port
}

/** Stops listening, and resolves once the requests under way are answered. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
  })
}
