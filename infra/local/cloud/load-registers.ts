import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { dynamoRegisterStore } from '../../../shared/adapters/dynamo-register-store.ts'
import { ADDRESSES_KEY, mappingKey, PORTALS_KEY } from '../../../shared/contracts/object-keys.ts'
import type { ObjectStore, RegisterStore } from '../../../shared/contracts/ports.ts'
import type { Registers } from '../../../shared/contracts/registers.ts'
import type { IsoInstant } from '../../../shared/domain/calendar.ts'
import type { Author } from '../../../shared/domain/event.ts'
import { readAddressFile } from '../../../shared/erp/address-file.ts'
import { compileAddresses } from '../../../shared/erp/addresses.ts'
import type { Mapping } from '../../../shared/erp/mapping/mapping.ts'
import type { PortalSettings } from '../../../shared/portals/settings.ts'
import { putJson } from '../../../shared/runtime/json-objects.ts'

import type { Cloud } from './cloud.ts'
import { objectsOn, TABLE } from './resources.ts'

export interface RegisterSource {
  readonly registers: Registers
  readonly addressesFile: string | null
  readonly portals: PortalSettings
  /** How the exports of each source are read. */
  readonly mappings: readonly Mapping[]
  /** Folder with the property manager's own letter templates. */
  readonly templates: string | null
}

export interface RegisterPlace {
  readonly store: Pick<RegisterStore, 'load'>
  readonly objects: ObjectStore
  readonly at: IsoInstant
  readonly by: Author
}

export const loadRegisters = (cloud: Cloud, source: RegisterSource): Promise<void> =>
  putRegisters(
    {
      store: dynamoRegisterStore(cloud.dynamo, TABLE),
      objects: objectsOn(cloud.s3),
      at: new Date(cloud.clock.now()).toISOString(),
      by: 'system',
    },
    source,
  )

/** Puts the registers, the table of addresses and the property manager's own letters where the functions read them. */
export async function putRegisters(
  { store, objects, at, by }: RegisterPlace,
  { registers, addressesFile, portals, mappings, templates }: RegisterSource,
): Promise<void> {
  await store.load(registers, at, by)
  const lookup = addressesFile
    ? await readAddressFile(basename(addressesFile), createReadStream(addressesFile, { highWaterMark: 1 << 20 }))
    : compileAddresses(registers.addresses)
  await putJson(objects, 'work', ADDRESSES_KEY, lookup)
  await putJson(objects, 'work', PORTALS_KEY, portals)
  for (const mapping of mappings) await putJson(objects, 'work', mappingKey(mapping.source), mapping)
  if (templates) await putTemplates(objects, templates)
}

/** @param folder letters that were found fit to send (`infra/own-templates.ts`, I4) */
export async function putTemplates(objects: ObjectStore, folder: string): Promise<void> {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.mustache'))) {
    const bytes = readFileSync(join(folder, name))
    await objects.put('work', `templates/${name}`, bytes, 'text/plain; charset=utf-8')
  }
}
