import { z } from 'zod'
import { type Endpoint, Refused, serveJson } from '../json-service.ts'
import type { Transfers } from './transfers.ts'

/** The one connector that there is: it stands for the server in `RIS.sftp` of `portals.json`. */
export const CONNECTOR_ID = 'c-00000000000000000'

const connector = z.literal(CONNECTOR_ID)
const start = z.object({
  ConnectorId: connector,
  SendFilePaths: z.tuple([z.string().min(1)]),
  RemoteDirectoryPath: z.string().min(1),
})
const list = z.object({ ConnectorId: connector, TransferId: z.string().min(1) })

/** Serves transfers as AWS Transfer Family does (AWS JSON 1.1), as far as the system calls it. */
export const serveTransfer = (transfers: Transfers, token?: string): Promise<Endpoint> =>
  serveJson({
    target: 'TransferService',
    version: '1.1',
    token,
    operations: {
      StartFileTransfer: (request) => {
        const { SendFilePaths, RemoteDirectoryPath } = parsed(start, request)
        return { TransferId: transfers.start(SendFilePaths[0], RemoteDirectoryPath) }
      },
      ListFileTransferResults: (request) => {
        const { TransferId } = parsed(list, request)
        const found = transfers.find(TransferId)
        if (!found) throw new Refused('ResourceNotFoundException', `no transfer ${TransferId}`)
        const { path: FilePath, status: StatusCode, code: FailureCode, message: FailureMessage } = found
        return { FileTransferResults: [{ FilePath, StatusCode, FailureCode, FailureMessage }] }
      },
    },
  })

function parsed<S extends z.ZodType>(schema: S, request: unknown): z.output<S> {
  const result = schema.safeParse(request)
  if (!result.success) throw new Refused('InvalidRequestException', z.prettifyError(result.error))
  return result.data
}
