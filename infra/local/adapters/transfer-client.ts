import type { TransferClient } from '@aws-sdk/client-transfer'
import * as aws from '../../../shared/adapters/transfer-client.ts'
import { FIRST } from './clients.ts'
import { surroundings } from './surroundings.ts'

/** The client of the embedded cloud, instead of `shared/adapters/transfer-client.ts`: each call is checked. */
export function transferClient(): TransferClient {
  const client = aws.transferClient()
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        surroundings().check?.('transfer', commandName, args.input)
        return next(args)
      },
    FIRST,
  )
  return client
}
