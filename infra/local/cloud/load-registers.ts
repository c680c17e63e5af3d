import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { dynamoRegisterStore } from '../../../shared/adapters/dynamo-register-store.ts'
import { ADDRESSES_KEY } from '../../../shared/casework/import-keys.ts'
import { putJson } from '../../../shared/casework/json-objects.ts'
import { PORTALS_KEY } from '../../../shared/casework/portal-settings.ts'
import type { Registers } from '../../../shared/contracts/registers.ts'
import { compileAddresses } from '../../../shared/erp/addresses.ts'
import { readCbsTable } from '../../../shared/erp/cbs.ts'
import type { PortalSettings } from '../../../shared/portals/settings.ts'
import type { Cloud } from './cloud.ts'
import { objectsOn, TABLE } from './resources.ts'

export interface RegisterSource {
  readonly registers: Registers
  readonly addressesFile: string | null
  readonly portals: PortalSettings
  /** Folder with the property manager's own letter templates. */
  readonly templates: string | null
}

/** Puts the registers, the table of addresses and the property manager's own letters where the functions read them. */
export async function loadRegisters(
  cloud: Cloud,
  { registers, addressesFile, portals, templates }: RegisterSource,
): Promise<void> {
  const objects = objectsOn(cloud.s3)
  await dynamoRegisterStore(cloud.dynamo, TABLE).load(registers, new Date(cloud.clock.now()).toISOString())
  const lookup = addressesFile
    ? await readCbsTable(basename(addressesFile), createReadStream(addressesFile))
    : compileAddresses(registers.addresses)
  await putJson(objects, 'work', ADDRESSES_KEY, lookup)
  await putJson(objects, 'work', PORTALS_KEY, portals)
  for (const name of templates ? readdirSync(templates) : [])
    if (name.endsWith('.mustache'))
      await objects.put(
        'work',
        `templates/${name}`,
        readFileSync(join(templates ?? '', name)),
        'text/plain; charset=utf-8',
      )
}
