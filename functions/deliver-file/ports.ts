import type { CasePortsOutside } from '../../shared/cases/change-case.ts'
import type { FilePush, PortalApi } from '../../shared/contracts/portal-channels.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import type { ApiProfile } from '../../shared/portals/api-profile.ts'
import type { SftpPush } from '../../shared/portals/settings.ts'

type Notes = 'delivery' | 'question' | 'transfer'

export interface DeliveryPorts extends CasePortsOutside {
  readonly objects: Pick<
    ObjectsFor<'work read' | 'work write' | 'signals write' | 'evidence read' | 'evidence write'>,
    'get' | 'list' | 'put' | 'putNew'
  >
  readonly notebook: Pick<NotebookFor<`${Notes} ${'read' | 'put'}`>, 'get' | 'put' | 'reserve'>
  /** Null where files are not pushed; `own` is what `portals.json` says of it. */
  readonly pushTo: (own: Pick<SftpPush, 'folder'> | null, withdrawalsFolder: string | null) => FilePush | null
  readonly apiOf: (profile: ApiProfile) => PortalApi
}
