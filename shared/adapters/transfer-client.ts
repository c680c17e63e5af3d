import { TransferClient } from '@aws-sdk/client-transfer'
import { onceOnly } from './once-only.ts'

/** Apart from the other clients: no function that pushes no files loads it. */
export const transferClient = () => new TransferClient(onceOnly())
