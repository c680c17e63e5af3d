import type { FileDrop, PortalApi } from '../../shared/contracts/portal-channels.ts'
import type { ApiProfile } from '../../shared/portals/api-profile.ts'
import type { PortalWork } from '../../shared/rounds/portal-file.ts'

export interface DeliveryWork extends Omit<PortalWork, 'renters'> {
  readonly drop: FileDrop
  readonly apiOf: (profile: ApiProfile) => PortalApi
}
