import { z } from 'zod'

/** One line of text without control characters, so that it can stand in a mail header or a table cell. */
export const lineOfText = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .regex(/^\P{Cc}*$/u, 'dit moet één regel tekst zijn')
