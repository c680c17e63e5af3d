import { z } from 'zod'

/** `website` is achterstandenaanleveren.nl, where a person enters the signals of a small landlord by hand (R3). */
export const CHANNELS = ['upload', 'sftp', 'api', 'website'] as const
export const FORMATS = ['xlsx', 'csv'] as const
export type Channel = (typeof CHANNELS)[number]
export type Format = (typeof FORMATS)[number]

/** Whether a person brings what is written to the portal: uploads the file, or enters its rows by hand (R3, S2). */
export const isByPerson = (channel: Channel): boolean => channel === 'upload' || channel === 'website'

/** The portals (R3): the channels that each knows, and the channel and format of a municipality that names none. */
export const PORTALS = {
  RIS: { channels: CHANNELS, channel: 'sftp', format: 'xlsx' },
  VPS: { channels: ['upload'], channel: 'upload', format: 'csv' },
} as const satisfies Record<string, { channels: readonly Channel[]; channel: Channel; format: Format }>
export type Portal = keyof typeof PORTALS

export const portalSchema = z.enum(Object.keys(PORTALS) as [Portal, ...Portal[]])
