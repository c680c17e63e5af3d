// What a history may say in words of others: lists of ours, since a free sentence may hold a person (invariant 6).

/** A threatening situation: article 4 of the Wgs, by what threatens. */
export const THREATS = ['ontruiming', 'gas', 'elektriciteit', 'warmte', 'water', 'zorgverzekering', 'overig'] as const
export type Threat = (typeof THREATS)[number]

/** How an objection reached us; `earlier` is one that was made in an earlier case. */
export const OBJECTION_CHANNELS = [
  ...(['e-mail', 'telefoon', 'post', 'link', 'bezoek', 'gemeente', 'earlier', 'overig'] as const),
] as const
export type ObjectionChannel = (typeof OBJECTION_CHANNELS)[number]

/** Kinds of contact attempt, as in VNG's DDAS model (C6b). */
export const CONTACT_KINDS = [
  'Telefoon',
  'Huisbezoek',
  'Brief',
  'Mail',
  'SMS/Whatsapp',
  'Afspraak op locatie',
  'Kaartje',
  'Overige',
] as const
export type ContactKind = (typeof CONTACT_KINDS)[number]

/** The columns that may be shared only if the client agrees, in the order of the portal file (R2). */
export const OPTIONAL_FIELDS = [
  'Voorletters',
  'Straatnaam',
  'Huisnummer toevoeging',
  'Woonplaats',
  'Telefoonnummer 1',
  'E-Mailadres',
] as const
export type OptionalField = (typeof OPTIONAL_FIELDS)[number]

/** Why a portal refused a signal (S5). */
export const REJECTIONS = {
  'unknown-address': 'het adres is bij het meldpunt niet bekend',
  'not-connected': 'de gemeente werkt niet met dit meldpunt',
  duplicate: 'het meldpunt had deze melding al',
  'invalid-row': 'de regel klopt niet',
  'no-reference': 'het meldpunt gaf geen kenmerk',
  other: 'om een andere reden',
} as const
export type Rejection = keyof typeof REJECTIONS

/** What a municipality can answer (F2); help that was accepted has a date. */
export const ANSWERS = {
  accepted: 'hulp geaccepteerd',
  repeated: 'opnieuw gemeld',
  'below-threshold': 'onder de grens van de gemeente',
  deceased: 'de huurder is overleden',
  'moved-away': 'de huurder is verhuisd',
  objected: 'de huurder maakte bezwaar bij de gemeente',
  other: 'een ander antwoord',
} as const
export type Answer = keyof typeof ANSWERS

/** Why a renter is on hold (R7); `blocked` where an export does not say why. */
export const HOLD_REASONS = {
  deceased: 'de huurder is overleden',
  restructuring: 'er loopt een schuldregeling',
  complaint: 'er loopt een klacht',
  procedure: 'er loopt een procedure',
  blocked: 'in het ERP staat een blokkade',
  other: 'een andere reden',
} as const
export type HoldReason = keyof typeof HOLD_REASONS

/**
 * Who put a renter on hold: a column of the export, a person's report, the answer of a municipality, or a book in which
 * the renter seems to have another number (R6).
 */
export const HOLD_SOURCES = ['column', 'report', 'answer', 'renumbering'] as const
export type HoldSource = (typeof HOLD_SOURCES)[number]

/** Who acts for a renter: bewindvoerder, curator, mentor, or only a name on the envelope (R7). */
export const REPRESENTATIONS = ['administration', 'guardian', 'mentor', 'care-of'] as const
export type Representation = (typeof REPRESENTATIONS)[number]

/** Why a person ended a case. */
export const CLOSINGS = {
  'written-off': 'afgeboekt',
  sold: 'verkocht',
  error: 'ten onrechte geopend',
  other: 'een andere reden',
} as const
export type Closing = keyof typeof CLOSINGS

/** Why the mail service takes nobody's mail: its own codes, in fewer words. */
export const MAIL_REFUSALS = ['not-verified', 'paused', 'quota', 'settings'] as const
export type MailRefusal = (typeof MAIL_REFUSALS)[number]

/**
 * Why a letter or a message did not leave: the mail service refuses, its address takes no mail, or we cannot write
 * it.
 */
export const SEND_REFUSALS = [...MAIL_REFUSALS, 'agency-address', 'unwritable', 'unknown-renter'] as const
export type SendRefusal = (typeof SEND_REFUSALS)[number]

/** The word of a list that somebody meant, or what stands for any other. */
export const wordOf = <Word extends string, Other extends Word>(
  list: readonly Word[],
  text: string,
  other: Other,
): Word => list.find((word) => word === text) ?? other
