import { casesOutside, notebook, objects } from '../../shared/adapters/from-environment.ts'
import { portalChannels } from '../../shared/adapters/portal-channels.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { deliverFile, deliverFileInput } from './deliver-file.ts'

export const handler = lambda(deliverFileInput, (input) =>
  deliverFile({ ...casesOutside(), ...portalChannels(), objects: objects(), notebook: notebook() }, input),
)
