import {
  ListFileTransferResultsCommand,
  ResourceNotFoundException,
  StartFileTransferCommand,
  type TransferClient,
  TransferServiceException,
} from '@aws-sdk/client-transfer'
import { type FilePush, PortalUnreachable, type TransferOutcome } from '../contracts/portal-channels.ts'
import { reasonOf } from '../portals/transfer-failure.ts'

interface Connector {
  readonly connectorId: string
  /** The bucket for the portals. */
  readonly bucket: string
  /** Where signals go on the portal's server. */
  readonly folder: string
  /** Null where withdrawals are not pushed: among signals they would be read as such. */
  readonly withdrawalsFolder: string | null
}

/** Pushes files through an SFTP connector of AWS Transfer Family. */
export function transferPush(
  client: TransferClient,
  { connectorId: ConnectorId, bucket, folder, withdrawalsFolder }: Connector,
): FilePush {
  return {
    async start({ key, kind }) {
      const to = kind === 'withdrawals' ? withdrawalsFolder : folder
      if (to === null) throw new Error('there is no folder for withdrawals')
      try {
        const { TransferId } = await client.send(
          new StartFileTransferCommand({
            ConnectorId,
            SendFilePaths: [`/${bucket}/${key}`],
            RemoteDirectoryPath: to,
          }),
        )
        if (TransferId === undefined) throw new Error('the transfer has no name')
        return TransferId
      } catch (error) {
        throw isRefusal(error) ? new PortalUnreachable('transfer') : error
      }
    },
    async outcome(transfer) {
      try {
        const command = new ListFileTransferResultsCommand({ ConnectorId, TransferId: transfer })
        return outcomeOf((await client.send(command)).FileTransferResults?.[0])
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return { status: 'unknown' }
        throw error
      }
    },
  }
}

/** AWS understood the call and did not do what it asked. */
const isRefusal = (error: unknown) => error instanceof TransferServiceException && error.$fault === 'client'

interface Result {
  readonly StatusCode: string | undefined
  readonly FailureCode?: string | undefined
  readonly FailureMessage?: string | undefined
}

function outcomeOf(result: Result | undefined): TransferOutcome {
  switch (result?.StatusCode) {
    case 'COMPLETED':
      return { status: 'completed' }
    case 'FAILED':
      return { status: 'failed', reason: reasonOf(result.FailureCode, result.FailureMessage) }
    case undefined:
      return { status: 'unknown' }
    default:
      return { status: 'under-way' }
  }
}
