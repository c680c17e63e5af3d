import type { FileDrop, PortalApi } from '../../shared/contracts/portal-channels.ts'
import type { ApiProfile } from '../../shared/portals/api-profile.ts'
import type { PortalPorts } from '../../shared/rounds/portal-file.ts'

export interface DeliveryPorts extends Omit<PortalPorts, 'renters'> {
  readonly drop: FileDrop
  readonly apiOf: (profile: ApiProfile) => PortalApi
}
