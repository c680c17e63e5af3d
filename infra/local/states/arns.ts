import { StatesApiError } from './errors.ts'

const PREFIX = 'arn:aws:states:eu-west-1:000000000000'

export function stateMachineArn(machine: string): string {
  return `${PREFIX}:stateMachine:${machine}`
}

export function executionArn(machine: string, name: string): string {
  return `${PREFIX}:execution:${machine}:${name}`
}

/** @throws StatesApiError InvalidArn */
export function machineOfArn(arn: string): string {
  const match = /^arn:aws:states:[a-z0-9-]+:\d{12}:stateMachine:([^:]+)$/.exec(arn)
  if (match?.[1] === undefined) throw new StatesApiError('InvalidArn', `Invalid Arn: '${arn}'`)
  return match[1]
}

/** @throws StatesApiError InvalidArn */
export function executionOfArn(arn: string): { machine: string; name: string } {
  const match = /^arn:aws:states:[a-z0-9-]+:\d{12}:execution:([^:]+):([^:]+)$/.exec(arn)
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new StatesApiError('InvalidArn', `Invalid Arn: '${arn}'`)
  }
  return { machine: match[1], name: match[2] }
}
