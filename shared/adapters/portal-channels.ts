import type { FilePush, PortalApi } from '../contracts/portal-channels.ts'
import { BUCKET_VARIABLES, type Uses, VARIABLES } from '../contracts/uses.ts'
import type { ApiProfile } from '../portals/api-profile.ts'
import type { SftpPush } from '../portals/settings.ts'
import { portalApi } from './portal-api.ts'
import { secretsFrom } from './secrets.ts'
import { transferClient } from './transfer-client.ts'
import { transferPush } from './transfer-push.ts'

/** The ways to the portals that others run. */
export function portalChannels(_: Uses & { readonly secrets: true; readonly transfer: true }): {
  pushTo: (own: PushFolder | null, withdrawalsFolder: string | null) => FilePush | null
  apiOf: (profile: ApiProfile) => PortalApi
} {
  const secret = secretsFrom(process.env)
  return { pushTo: (...folders) => pushTo(process.env, ...folders), apiOf: (profile) => portalApi(profile, { secret }) }
}

type PushFolder = Pick<SftpPush, 'folder'>

/**
 * Null where files are not pushed. On AWS the stage alone says where signals go; on a machine of one's own
 * `portals.json` does, and the connector is always there.
 */
function pushTo(
  environment: NodeJS.ProcessEnv,
  own: PushFolder | null,
  withdrawalsFolder: string | null,
): FilePush | null {
  const { [VARIABLES.connector]: connectorId, [VARIABLES.folder]: folder = own?.folder } = environment
  if (connectorId === undefined || folder === undefined) return null
  const bucket = environment[BUCKET_VARIABLES.signals] ?? ''
  return transferPush(transferClient(), { connectorId, bucket, folder, withdrawalsFolder })
}
