import { PORTALS_KEY } from '../contracts/object-keys.ts'
import type { ObjectsFor } from '../contracts/rights.ts'
import type { AnswerProfile } from '../portals/answer-profile.ts'
import { PORTAL_FILES } from '../portals/portals.ts'
import { type PortalSettings, portalSettingsSchema } from '../portals/settings.ts'
import { getJson } from '../runtime/json-objects.ts'
/** The profiles for files with answers: the property manager's own before the bundled ones. */
export const answerProfilesOf = (settings: PortalSettings): readonly AnswerProfile[] => [
  ...settings.answers,
  ...Object.values(PORTAL_FILES)
    .flatMap(({ answers }) => answers)
    .filter(({ name }) => !settings.answers.some((own) => own.name === name)),
]

/** What is set up for the portals now; without a file, what comes with the program. */
export const settingsOf = async (objects: Pick<ObjectsFor<'work read'>, 'get'>): Promise<PortalSettings> =>
  (await getJson(objects, 'work', PORTALS_KEY, portalSettingsSchema)) ?? portalSettingsSchema.parse({})
