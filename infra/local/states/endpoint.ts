import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { closeServer, LOOPBACK, portOf } from '../emulators/listen.ts'
import { createOperations, type Operation } from './operations.ts'
import { type Runner, StatesApiError } from './runner.ts'

export type Endpoint = { url: string; close(): Promise<void> }

const TARGET = 'AWSStepFunctions.'

/**
 * Serves a runner as AWS Step Functions does (AWS JSON 1.0), for the real SDK client of this machine. It checks no
 * signatures: whoever can reach the port may call.
 */
export async function serveStates(runner: Runner): Promise<Endpoint> {
  const operations = createOperations(runner)
  const server = createServer((request, response) => {
    void answer(operations, request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
      response.end(JSON.stringify(body))
    })
  })
  server.listen(0, LOOPBACK)
  await once(server, 'listening')
  return {
    url: `http://${LOOPBACK}:${portOf(server)}`,
    close() {
      const closed = closeServer(server)
      server.closeAllConnections()
      return closed
    },
  }
}

type Answer = { status: number; body: unknown }

async function answer(operations: Record<string, Operation>, request: IncomingMessage): Promise<Answer> {
  try {
    const target = String(request.headers['x-amz-target'] ?? '')
    const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : ''
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
    if (operation === undefined) return refusal('UnknownOperationException', `not implemented: ${target}`)
    return { status: 200, body: operation(parse(await text(request))) }
  } catch (error) {
    if (error instanceof StatesApiError) return refusal(error.name, error.message)
    return { status: 500, body: { __type: 'InternalFailure', message: error instanceof Error ? error.message : '' } }
  }
}

function refusal(type: string, message: string): Answer {
  return { status: 400, body: { __type: type, message } }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body)
  } catch {
    throw new StatesApiError('SerializationException', 'the request is not JSON')
  }
}
