import { z } from 'zod'
import type { Channel, Format, Portal } from '../contracts/portals.ts'
import { answerProfileSchema } from './answer-profile.ts'
import { apiProfileSchema } from './api-profile.ts'
import { SIGNAL_COLUMNS } from './columns.ts'
import { PORTAL_FILES } from './portals.ts'
import { type FormatProfile, formatProfileSchema } from './profile.ts'

const fingerprintSchema = z
  .string()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'schrijf de vingerafdruk als SHA256:…, zoals ssh-keygen -l hem toont')
const folderSchema = z.string().regex(/^[A-Za-z0-9._/ -]{1,200}$/, 'schrijf een map, zoals /inbox')

/**
 * Where a portal wants its files over sFTP, on a machine of one's own; on AWS the stage says it. Without it, the portal
 * comes for them itself.
 */
const sftpPushSchema = z.strictObject({
  host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/),
  port: z.int().min(1).max(65_535).default(22),
  username: z.string().min(1).max(100),
  folder: folderSchema.default('.'),
  hostKeys: z.array(fingerprintSchema).min(1),
  secret: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'noem de naam van een geheim, niet het geheim zelf'),
})

export type SftpPush = z.infer<typeof sftpPushSchema>

const channelsSchema = z.strictObject({
  sftp: sftpPushSchema.nullable().default(null),
  api: apiProfileSchema.nullable().default(null),
  /**
   * The folder in which the portal wants withdrawals over sFTP; of a portal that comes for them itself it is
   * `withdrawals`, whatever stands here. Left out: a person takes back what left over sFTP, since the work instruction
   * knows no other way than the button and the upload (S4).
   */
  withdrawalsFolder: folderSchema.nullable().default(null),
})

/**
 * `portals.json`: what portals hand out after the contract, as data (S3). Left out: portals come for their sFTP files
 * themselves, there is no API, and the bundled format profiles hold. A profile here goes before the bundled one of its
 * portal, kind and, for signals to RIS, file type; a profile for answers goes before the bundled one of its name.
 */
export const portalSettingsSchema = z
  .strictObject({
    RIS: channelsSchema.prefault({}),
    profiles: z.array(formatProfileSchema).default([]),
    answers: z.array(answerProfileSchema).default([]),
  })
  .superRefine(({ profiles }, context) => {
    for (const [index, profile] of profiles.entries())
      if (PORTAL_FILES[profile.portal].fixedColumns && profile.kind === 'signals' && !hasFixedColumns(profile))
        context.addIssue({
          code: 'custom',
          path: ['profiles', index, 'columns'],
          message: 'de kolommen van RIS Matching liggen vast: alle elf, met deze titels en in deze volgorde',
        })
  })
export type PortalSettings = z.infer<typeof portalSettingsSchema>

/** RIS publishes its columns (work instruction, step 3): only how the file is written is still to be confirmed. */
const hasFixedColumns = ({ columns }: FormatProfile): boolean =>
  columns.length === SIGNAL_COLUMNS.length &&
  SIGNAL_COLUMNS.every(({ title, field }, index) => columns[index]?.title === title && columns[index]?.source === field)

/** Every profile by which a file may have been written: the property manager's own, and the bundled ones. */
export const fileProfiles = (settings: PortalSettings): readonly FormatProfile[] => [
  ...settings.profiles,
  ...Object.values(PORTAL_FILES).flatMap(({ signals, withdrawals }) => [signals.xlsx, signals.csv, withdrawals]),
]

/** The profile for signals to a portal (R3). VPS has one format, whatever the register says. */
export function signalProfile(settings: PortalSettings, portal: Portal, format: Format): FormatProfile {
  const { signals } = PORTAL_FILES[portal]
  const hasOneFormat = signals.xlsx === signals.csv
  const own = settings.profiles.findLast(
    ({ kind, portal: of, fileType }) => kind === 'signals' && of === portal && (hasOneFormat || fileType === format),
  )
  return own ?? signals[format]
}

/** The profile for withdrawals at a portal (S4). */
export function withdrawalProfile(settings: PortalSettings, portal: Portal): FormatProfile {
  const own = settings.profiles.findLast(({ kind, portal: of }) => kind === 'withdrawals' && of === portal)
  return own ?? PORTAL_FILES[portal].withdrawals
}

/**
 * Whether withdrawals of signals that left over a channel are for a person: always where signals are too, and elsewhere
 * as long as the portal is not known to have a way for them (S4).
 */
export function withdrawnByPerson({ RIS }: Pick<PortalSettings, 'RIS'>, channel: Channel): boolean {
  if (channel === 'sftp') return RIS.withdrawalsFolder === null
  return channel === 'api' ? RIS.api?.withdrawal === undefined : true
}
