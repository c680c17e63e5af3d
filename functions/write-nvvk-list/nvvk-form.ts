import type { Municipality, Organisation } from '../../shared/contracts/registers.ts'
import { dutchCsv } from '../../shared/erp/dutch-csv.ts'

/** A municipality to which nothing may be reported today, although cases are open there. */
export interface Unagreed {
  readonly gemeentecode: string
  /** Null for one that is not in the register. */
  readonly municipality: Municipality | null
  readonly cases: number
}

const STATUS = {
  none: 'geen',
  requested: 'aangevraagd',
  'in-force': 'nog niet of niet meer geldig',
  ended: 'beëindigd',
}

/**
 * The NVVK's registration form (R4; work instruction, step 1), field by field as it asks them, and last the
 * municipalities to name in it. What the register does not know is left empty, and says so.
 */
export function nvvkForm({ name, nvvk }: Organisation, municipalities: readonly Unagreed[]): string {
  const own = (field: string, value: string | undefined) =>
    [
      field,
      value ?? '',
      value === undefined ? 'zelf invullen: staat niet in het register (organisation.nvvk)' : '',
    ] as const
  const mobile = nvvk ? (nvvk.signatory.mobile ?? '') : undefined
  const share = nvvk ? (nvvk.shareContact ? 'JA' : 'NEE') : undefined
  const rows = [
    ['Veld', 'Waarde', 'Toelichting'],
    ['Type signaalpartner', 'Verhuurder', ''],
    ['Organisatie signaalpartner', name, ''],
    own('Contactpersoon Vroegsignalering', nvvk?.contact.name),
    own('E-mailadres contactpersoon', nvvk?.contact.email),
    own('Contactpersoon delen met gemeenten en softwareleveranciers', share),
    own('Tekenbevoegde', nvvk?.signatory.name),
    own('Functie tekenbevoegde', nvvk?.signatory.role),
    own('E-mailadres tekenbevoegde', nvvk?.signatory.email),
    own('Mobiel nummer tekenbevoegde (optioneel)', mobile),
    ...municipalities.map(({ gemeentecode, municipality, cases }) => [
      'Gemeente',
      municipality?.name ?? `gemeentecode ${gemeentecode}`,
      [
        `gemeentecode ${gemeentecode}`,
        `open dossiers: ${cases}`,
        `overeenkomst: ${STATUS[municipality?.agreement.status ?? 'none']}`,
        ...(municipality ? [] : ['zet deze gemeente in het register']),
      ].join(', '),
    ]),
  ]
  return dutchCsv(rows)
}
