/**
 * What a schedule starts: a state machine, named by its file in `statemachines/`, or a function, named by its folder.
 */
export type Started = { readonly machine: string } | { readonly function: string }

export type Schedule = {
  readonly name: string
  /** Wall clock time in Europe/Amsterdam, HH:mm, in winter and in summer. */
  readonly at: `${number}:${number}`
  /** `weekdays` is Monday to Friday, public holidays included: what may not happen on those looks for itself. */
  readonly days: 'mondays' | 'weekdays' | 'every-day'
  readonly starts: Started
}

/** Of every schedule, on AWS and on the embedded cloud. */
export const TIME_ZONE = 'Europe/Amsterdam'

/**
 * What happens at fixed times: the signal round (S1) and who would go with the next one (S6), the mail to staff (C6 b,
 * F1), the municipalities to register with (R4), the day's post (C5), the ERP's return file, the anchor of the day
 * before (invariant 5), the daily sweep over cases whose execution is gone or overdue, and, twice in the hours
 * in which people work, the sign of life by which a stop of a whole working day shows (C16).
 */
export const schedules = [
  { name: 'signal-round', at: '10:00', days: 'weekdays', starts: { machine: 'signal-round' } },
  { name: 'preview-round', at: '08:00', days: 'weekdays', starts: { function: 'preview-round' } },
  { name: 'tell-staff', at: '08:30', days: 'weekdays', starts: { function: 'tell-staff' } },
  { name: 'write-nvvk-list', at: '07:30', days: 'mondays', starts: { function: 'write-nvvk-list' } },
  { name: 'write-post-batch', at: '14:15', days: 'weekdays', starts: { function: 'write-post-batch' } },
  { name: 'write-erp-return', at: '20:00', days: 'every-day', starts: { function: 'write-erp-return' } },
  { name: 'anchor-day', at: '00:30', days: 'every-day', starts: { function: 'anchor-day' } },
  { name: 'repair-cases', at: '05:00', days: 'every-day', starts: { function: 'repair-cases' } },
  { name: 'morning-beat', at: '09:00', days: 'weekdays', starts: { function: 'keep-beat' } },
  { name: 'afternoon-beat', at: '16:00', days: 'weekdays', starts: { function: 'keep-beat' } },
] as const satisfies readonly Schedule[]
