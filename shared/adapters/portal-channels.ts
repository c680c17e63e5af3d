import type { FileDrop, PortalApi } from '../contracts/portal-channels.ts'
import type { Uses } from '../contracts/uses.ts'
import type { ApiProfile } from '../portals/api-profile.ts'
import { portalApi } from './portal-api.ts'
import { secretsFrom } from './secrets.ts'
import { sftpDrop } from './sftp-drop.ts'

/** The ways to the portals that others run. Apart from the other adapters: no function that needs none of it loads an SSH client. */
export function portalChannels(_: Uses & { readonly secrets: true }): {
  drop: FileDrop
  apiOf: (profile: ApiProfile) => PortalApi
} {
  const secret = secretsFrom(process.env)
  return { drop: sftpDrop(secret), apiOf: (profile) => portalApi(profile, { secret }) }
}
