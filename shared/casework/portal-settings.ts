import type { ObjectStore } from '../contracts/ports.ts'
import { type PortalSettings, portalSettings } from '../portals/settings.ts'
import { getJson } from './json-objects.ts'

/** Where `portals.json` lies in the work bucket. */
export const PORTALS_KEY = 'registers/portals.json'

/** What is set up for the portals now; without a file, what comes with the program. */
export const settingsOf = async (objects: ObjectStore): Promise<PortalSettings> =>
  (await getJson(objects, 'work', PORTALS_KEY, portalSettings)) ?? portalSettings.parse({})
