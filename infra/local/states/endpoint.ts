import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createOperations, type Operation } from './operations.ts'
import { DefinitionError, type Runner, StatesApiError } from './runner.ts'

export type Endpoint = { url: string; close(): Promise<void> }

const TARGET = 'AWSStepFunctions.'

/**
 * Serves a runner on 127.0.0.1 as AWS Step Functions does (AWS JSON 1.0), for the real SDK client. It checks no
 * signatures: whoever can reach the port may call.
 *
 * @param port 0 takes any free port
 */
export async function serveStates(runner: Runner, port = 0): Promise<Endpoint> {
  const operations = createOperations(runner)
  const server = createServer((request, response) => {
    void answer(operations, request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
      response.end(JSON.stringify(body))
    })
  })
  await listen(server, port)
  const { port: bound } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
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
    if (error instanceof DefinitionError) return refusal('InvalidDefinition', error.message)
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
