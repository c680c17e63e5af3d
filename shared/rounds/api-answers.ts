import { z } from 'zod'
import type { ObjectsFor } from '../contracts/rights.ts'
import { getJson } from '../runtime/json-objects.ts'

// What the API of a portal said of each line of a file.

const answeredSchema = z.strictObject({
  row: z.int(),
  caseId: z.string(),
  /** Of HTTP; null for a line that was not sent. */
  status: z.int().nullable(),
  /** The portal's own name for the signal, by which it is withdrawn. */
  reference: z.string().nullable(),
  /** Why the portal refused it; null when it took it. */
  rejected: z.string().nullable(),
})
export type Answered = z.infer<typeof answeredSchema>

export const answersKey = (file: string): string => `rounds/${file}.answers.json`

/** What was answered so far; nothing of a file that went another way. */
export const answersTo = async (objects: Pick<ObjectsFor<'work read'>, 'get'>, file: string): Promise<Answered[]> =>
  (await getJson(objects, 'work', answersKey(file), z.array(answeredSchema))) ?? []
