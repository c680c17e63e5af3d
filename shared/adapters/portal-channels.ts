import type { FilePush, PortalApi } from '../contracts/portal-channels.ts'
import { BUCKET_VARIABLES, type Uses, VARIABLES } from '../contracts/uses.ts'
import type { ApiProfile } from '../portals/api-profile.ts'
import type { PushFolders } from '../portals/settings.ts'
import { portalApi } from './portal-api.ts'
import { secretsFrom } from './secrets.ts'
import { transferClient } from './transfer-client.ts'
import { transferPush } from './transfer-push.ts'

/** The ways to the portals that others run. */
export function portalChannels(_: Uses & { readonly secrets: true; readonly transfer: true }): {
  pushTo: (own: PushFolders | null) => FilePush | null
  apiOf: (profile: ApiProfile) => PortalApi
} {
  const secret = secretsFrom(process.env)
  return { pushTo: (own) => pushTo(process.env, own), apiOf: (profile) => portalApi(profile, { secret }) }
}

/**
 * Null where files are not pushed. On AWS the stage alone says where they go; on a machine of one's own `portals.json`
 * does, and the connector is always there.
 */
function pushTo(environment: NodeJS.ProcessEnv, own: PushFolders | null): FilePush | null {
  const { connector, folder: signals, withdrawalsFolder: withdrawals } = VARIABLES
  const { [connector]: connectorId, [signals]: folder, [withdrawals]: withdrawalsFolder } = environment
  const folders = folder === undefined ? own : { folder, withdrawalsFolder }
  if (connectorId === undefined || folders === null) return null
  return transferPush(transferClient(), {
    connectorId,
    bucket: environment[BUCKET_VARIABLES.signals] ?? '',
    ...folders,
  })
}
