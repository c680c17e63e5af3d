import type { CaseworkOutside } from '../../shared/cases/change-case.ts'
import type { FileDrop, PortalApi } from '../../shared/contracts/portal-channels.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import type { ApiProfile } from '../../shared/portals/api-profile.ts'

export interface DeliveryPorts extends CaseworkOutside {
  readonly objects: Pick<
    ObjectsFor<'work read' | 'work write' | 'signals read' | 'signals write' | 'evidence read' | 'evidence write'>,
    'get' | 'put'
  >
  readonly notebook: Pick<
    NotebookFor<'delivery read' | 'delivery put' | 'question read' | 'question put'>,
    'get' | 'put' | 'reserve'
  >
  readonly drop: FileDrop
  readonly apiOf: (profile: ApiProfile) => PortalApi
}
