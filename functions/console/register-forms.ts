import type { Client, Municipality } from '../../shared/contracts/registers.ts'
import { OPTIONAL_FIELDS } from '../../shared/domain/closed-lists.ts'
import type { Field, Filled, Form } from './actions.ts'

/** Something of the registers that an administrator changes. */
export interface Change extends Form {
  readonly title: string
  /** What stands there now. */
  readonly now: Filled
}

const FROM: Field = { name: 'from', label: 'Vanaf welke dag?', kind: 'date' }
const UNTIL: Field = {
  name: 'until',
  label: 'Tot en met welke dag?',
  hint: 'Leeg: tot iemand anders beslist',
  kind: 'date',
  optional: true,
}
const dayOrNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

/** What may change of a client, by the last part of the address (R1, R2, F3). */
export const clientChanges = (client: Client): Readonly<Record<string, Change>> => ({
  mandaat: {
    title: `Mandaat van ${client.name}`,
    fields: [FROM, UNTIL],
    now: { from: client.mandate?.from ?? '', until: client.mandate?.until ?? '' },
    fact: ({ from, until }) => ({ type: 'mandate', client: client.id, from, until: dayOrNull(until) }),
  },
  overdracht: {
    title: `Overdracht bij ${client.name}`,
    fields: [
      {
        name: 'handOver',
        label: 'Wanneer gaat een gemeld dossier naar het incassobureau?',
        kind: 'choice',
        options: Object.entries(HAND_OVER),
      },
      {
        name: 'handOverUnreported',
        label: 'En een dossier dat twee rondes niet kon worden gemeld?',
        kind: 'choice',
        options: Object.entries(UNREPORTED),
      },
      {
        name: 'resignal',
        label: 'Gaat een signaal elke maand opnieuw weg?',
        kind: 'choice',
        options: Object.entries(RESIGNAL),
      },
    ],
    now: { handOver: client.handOver, handOverUnreported: client.handOverUnreported, resignal: client.resignal },
    fact: ({ handOver, handOverUnreported, resignal }) => ({
      type: 'client',
      client: client.id,
      handOver,
      handOverUnreported,
      resignal,
    }),
  },
  gegevens: {
    title: `Wat ${client.name} met de gemeente deelt`,
    fields: OPTIONAL_FIELDS.map((field, index) => ({
      name: `veld${index}`,
      label: field,
      kind: 'check',
      optional: true,
    })),
    now: Object.fromEntries(
      OPTIONAL_FIELDS.map((field, index) => [`veld${index}`, client.optionalFields.includes(field) ? 'ja' : '']),
    ),
    fact: (filled) => ({
      type: 'client',
      client: client.id,
      optionalFields: OPTIONAL_FIELDS.filter((_, index) => filled[`veld${index}`] === 'ja'),
    }),
  },
})

/** The agreement with a municipality (R3). */
export const agreementChange = ({ gemeentecode, name, agreement }: Municipality): Change => ({
  title: `Overeenkomst met ${name}`,
  fields: [
    { name: 'status', label: 'Hoe staat het?', kind: 'choice', options: Object.entries(AGREEMENT) },
    { ...FROM, optional: true },
    UNTIL,
  ],
  now: { status: agreement.status, from: agreement.from ?? '', until: agreement.until ?? '' },
  fact: ({ status, from, until }) => ({
    type: 'agreement',
    gemeentecode,
    status,
    from: dayOrNull(from),
    until: dayOrNull(until),
  }),
})

export const AGREEMENT: Readonly<Record<Municipality['agreement']['status'], string>> = {
  none: 'geen overeenkomst',
  requested: 'aangevraagd',
  'in-force': 'van kracht',
  ended: 'geëindigd',
}
export const HAND_OVER: Readonly<Record<Client['handOver'], string>> = {
  'after-answer-period': 'vier weken na de melding, zonder antwoord',
  'after-signal': 'zodra het gemeld is',
  never: 'nooit vanzelf',
}
export const UNREPORTED: Readonly<Record<Client['handOverUnreported'], string>> = {
  ask: 'vraag het een medewerker',
  'after-notice': 'draag het over na de sommatie',
}
export const RESIGNAL: Readonly<Record<Client['resignal'], string>> = {
  never: 'nee, één keer',
  monthly: 'ja, zolang er iets openstaat',
}
