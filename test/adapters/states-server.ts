import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { closeServer, LOOPBACK, portOf } from '../../infra/local/emulators/listen.ts'
import { machineOfArn } from '../../infra/local/states/arns.ts'
import { type Runner, StatesApiError } from '../../infra/local/states/runner.ts'

const request = z.looseObject({
  stateMachineArn: z.string().default(''),
  executionArn: z.string().default(''),
  name: z.string().default(''),
  input: z.string().default('{}'),
  taskToken: z.string().default(''),
  output: z.string().default(''),
})

/** The calls of the workflow adapter, answered over HTTP by the runner, in the protocol of Step Functions. */
export async function statesServer(runner: Runner) {
  const answer = async (action: string, body: string): Promise<object> => {
    const call = request.parse(JSON.parse(body))
    switch (action) {
      case 'StartExecution': {
        const machine = machineOfArn(call.stateMachineArn)
        const { id, startedAt } = runner.startExecution({ machine, name: call.name, input: JSON.parse(call.input) })
        return { executionArn: id, startDate: startedAt / 1000 }
      }
      case 'DescribeExecution': {
        const { id, machine, name, status, startedAt } = runner.describeExecution(call.executionArn)
        return { executionArn: id, stateMachineArn: machine, name, status, startDate: startedAt / 1000 }
      }
      case 'SendTaskSuccess':
        runner.sendTaskSuccess(call.taskToken, call.output)
        return {}
      default:
        throw new StatesApiError('UnknownOperationException', action)
    }
  }

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, action = ''] = String(incoming.headers['x-amz-target']).split('.')
    const answered = await answer(action, await text(incoming)).then(
      (output) => ({ status: 200, output }),
      (error: Error) => ({ status: 400, output: { __type: error.name, message: error.message } }),
    )
    response.writeHead(answered.status, { 'Content-Type': 'application/x-amz-json-1.0' })
    response.end(JSON.stringify(answered.output))
  }

  const server = createServer((incoming, response) => void serve(incoming, response))
  server.listen(0, LOOPBACK)
  await once(server, 'listening')
  return { endpoint: `http://${LOOPBACK}:${portOf(server)}`, stop: () => closeServer(server) }
}
