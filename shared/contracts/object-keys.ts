import type { IsoDate } from '../domain/calendar.ts'

/** Where the compiled table of addresses lies in the work bucket (R5). */
export const ADDRESSES_KEY = 'registers/addresses.json'

/** Where files of portals arrive in the inbox, each in the folder of its profile. */
export const ANSWERS = 'antwoorden/'

/**
 * Where receipts of portals arrive in the inbox, each under the name of its file; everything else there, but answers,
 * is a book.
 */
export const RECEIPTS = 'ontvangstbewijzen/'

/** Where the report of a delivered file lies in the work bucket: one a file, the newest counts. */
export const REPORTS = 'reports/'
export const reportKey = (file: string): string => `${REPORTS}${file}.json`

/** Who seems to have another number in the book of an import (R6). */
export const renumberedKey = (importId: string): string => `imports/${importId}/renumbered.json`

/** Whose rows could not be read in the book of an import (I1). */
export const unreadKey = (importId: string): string => `imports/${importId}/unread.json`

/** Where the report waits while the import of an accepted file is still under way. */
export const draftReportKey = (importId: string): string => `imports/${importId}/report.json`

/** Where the mappings of the sources of exports lie in the work bucket, as `<source>.mapping.json`. */
export const MAPPINGS = 'mappings/'
export const mappingKey = (source: string): string => `${MAPPINGS}${source}.mapping.json`

/** Prefix in the bucket for the ERP of the lists of municipalities to register with at the NVVK (R4). */
export const NVVK = 'nvvk/'

/** Prefix in the post queue of the lists of what goes out on a day. */
export const BATCHES = 'batches/'

/** Where what lists need of every case lies in the work bucket, without persons. */
export const CASE_LIST_KEY = 'lists/cases.json.gz'

/** Where `portals.json` lies in the work bucket. */
export const PORTALS_KEY = 'registers/portals.json'

/** Where the anchors of the log lie in the evidence, one a day, each beside its timestamp if it has one. */
export const ANCHORS = 'anchors/'
export const anchorKey = (day: IsoDate): string => `${ANCHORS}${day}.json`
export const timestampKey = (day: IsoDate): string => `${ANCHORS}${day}.tsr`
/** The day of the anchor that lies under a key; null for another key. */
export const dayOfAnchor = (key: string): IsoDate | null => /^anchors\/(\d{4}-\d\d-\d\d)\.json$/.exec(key)?.[1] ?? null
