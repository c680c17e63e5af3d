import { z } from 'zod'
import type { FormatProfile } from './profile.ts'

const nameSchema = z.object({ on: z.iso.date(), part: z.int().min(1) })

/** A calendar date `YYYY-MM-DD` in the format of a profile. @throws ZodError when it is no date */
export function formatDate(on: string, format: FormatProfile['dateFormat']): string {
  const [year = '', month = '', day = ''] = z.iso.date().parse(on).split('-')
  return format.replace('yyyy', year).replace('MM', month).replace('dd', day)
}

/**
 * The name of a portal file, such as `vroegsignalen-2026-04-20-01.xlsx`: a date and a number, and nothing of a person
 * or a client. `part` counts from 1 the files of one profile on one day.
 *
 * @throws ZodError for a wrong date or number
 */
export function fileName(profile: FormatProfile, name: { on: string; part: number }): string {
  const { on, part } = nameSchema.parse(name)
  const base = profile.fileName
    .replace('{date}', formatDate(on, profile.dateFormat))
    .replace('{part}', String(part).padStart(2, '0'))
  return `${base}.${profile.fileType}`
}

/** Whether a file of this profile may have this name, and nobody else's words are in it. */
export function isFileName({ fileName, dateFormat, fileType }: FormatProfile, name: string): boolean {
  const date = dateFormat.replaceAll(/[a-zA-Z]/g, '\\d')
  const base = fileName.replace('{date}', date).replace('{part}', '\\d{2,}')
  return new RegExp(`^${base}\\.${fileType}$`).test(name)
}
