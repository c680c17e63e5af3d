import type { Cell } from '../cell.ts'
import { clean } from '../text.ts'

/**
 * What a column of an export may hold, and the titles under which ERP systems are known to write it: in lower case,
 * with letters and digits alone. A field that stands further down is made into the fields above it.
 */
const ALIASES = {
  Opdrachtgever:
    'opdrachtgever belegger eigenaar portefeuille fonds administratie entiteit verhuurder owner landlord client',
  Debiteurnummer:
    'debiteurnummer debiteurennummer debiteurnr debiteurennr debnr debiteur debiteurcode huurdernummer huurdernr huurderscode huurdercode klantnummer klantnr klantcode relatienummer relatienr relatiecode customernumber customerno customerid customer tenantnumber tenantno tenantcode tenantid',
  Contractnummer:
    'contractnummer contractnr contract contractcode contractno contractid huurcontract huurcontractnummer huurcontractnr huurovereenkomst overeenkomstnummer lease leaseno leasecode',
  'Soort huurder':
    'soorthuurder typehuurder huurdertype rechtsvorm soortrelatie typerelatie typedebiteur soortdebiteur',
  Achternaam: 'achternaam familienaam geslachtsnaam surname lastname',
  Voorletters: 'voorletters voorletter initialen voorl initials',
  Straatnaam: 'straatnaam straat street',
  Huisnummer: 'huisnummer huisnr hnr housenumber',
  'Huisnummer toevoeging': 'huisnummertoevoeging huisnrtoevoeging huisnrtoev hnrtoevoeging toevoeging toev suffix',
  Postcode: 'postcode pc pc6 postalcode zipcode zip',
  Woonplaats: 'woonplaats plaats plaatsnaam stad city',
  Telefoonnummer:
    'telefoonnummer telefoonnummer1 telefoonnr telefoon telefoon1 telnr tel mobiel mobielnummer gsm phone',
  'E-mailadres': 'emailadres emailadres1 email mailadres mail',
  Hoofdhuurder: 'hoofdhuurder hoofdhuurderjn maintenant',
  Aanmaanblokkade:
    'aanmaanblokkade aanmaningsblokkade maanblokkade incassoblokkade blokkade aanmaanstop incassostop dunningblock',
  'Overleden op': 'overledenop overleden overlijdensdatum datumoverlijden datumoverleden dateofdeath',
  Vertegenwoordiger: 'vertegenwoordiger bewindvoerder curator',
  'Vertegenwoordiger e-mail':
    'vertegenwoordigeremail emailvertegenwoordiger bewindvoerderemail emailbewindvoerder curatoremail emailcurator',
  Correspondentieadres: 'correspondentieadres postadres correspondentieadres1',
  'Correspondentie postcode': 'correspondentiepostcode postcodecorrespondentie postadrespostcode',
  'Correspondentie plaats': 'correspondentieplaats correspondentiewoonplaats postadresplaats plaatscorrespondentie',
  'Soort eenheid':
    'soorteenheid typeeenheid eenheidtype eenheidsoort objecttype objectsoort soortobject typeobject bestemming gebruik unittype',
  Factuurnummer:
    'factuurnummer factuurnr factuur vorderingnummer vorderingsnummer vorderingnr vorderingsnr vordering notanummer notanr nota boekstuknummer boekstuknr boekstuk documentnummer documentnr postnummer invoicenumber invoiceno invoice claimnumber claimno claimnummer',
  Omschrijving: 'omschrijving beschrijving boekingsomschrijving toelichting description',
  'Soort vordering': 'soortvordering vorderingsoort vorderingssoort typevordering vorderingtype vorderingstype',
  Vervaldatum: 'vervaldatum vervaldat vervaldag uiterstebetaaldatum duedate',
  Bedrag:
    'bedrag totaal totaalbedrag factuurbedrag vorderingsbedrag hoofdsom oorspronkelijkbedrag brutobedrag amount total',
  Openstaand:
    'openstaand open openstaandbedrag bedragopenstaand openbedrag openstaandsaldo totaalopenstaand restant restantbedrag restbedrag restsaldo nogtebetalen tebetalen outstanding openamount bedragachterstand',
  Naam: 'naam huurder klant relatie bewoner naamhuurder huurdernaam naamdebiteur debiteurnaam debiteurennaam klantnaam relatienaam name customername tenantname tenant',
  Tussenvoegsel: 'tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels',
  Adres:
    'adres adres1 adresregel1 woonadres huuradres objectadres adresobject straatenhuisnummer straathuisnummer straathuisnr address',
  'Huisnummer met toevoeging': 'huisnummermettoevoeging huisnummerentoevoeging huisnrtoevoegingsamen',
  'Postcode en plaats': 'postcodeenplaats postcodeplaats postcodewoonplaats postcodeenwoonplaats pcplaats',
  Factuurdatum:
    'factuurdatum datum boekdatum boekingsdatum documentdatum notadatum vorderingsdatum vorderingdatum transactiedatum date invoicedate',
  Periode: 'periode huurperiode boekperiode maand period',
  Betaald: 'betaald voldaan ontvangen betaaldbedrag afgeboekt afgelost paid writtenoff',
  Debet: 'debet debit',
  Credit: 'credit',
  Achterstand: 'achterstand huurachterstand totaleachterstand achterstandbedrag arrears totalunpaidcharges totalunpaid',
  Vooruitbetaling: 'vooruitbetaling vooruitbetaald vooruitontvangen tegoed prepayment prepayments prepaid prepays',
  Saldo: 'saldo eindsaldo totaalsaldo balance',
  Maandhuur: 'maandhuur huurpermaand maandbedrag huurprijs brutohuur monthlyrent',
  'Aantal maanden achterstand': 'aantalmaandenachterstand maandenachterstand aantalmaanden',
} as const

export type Field = keyof typeof ALIASES

export const FIELDS = Object.keys(ALIASES) as [Field, ...Field[]]

const BY_ALIAS = new Map(FIELDS.flatMap((field) => ALIASES[field].split(' ').map((alias) => [alias, field] as const)))

/** A title as a person reads it, without gaps around it. Empty for what is no title. */
export function titleText(cell: Cell): string {
  if (typeof cell === 'string') return clean(cell.replaceAll('*', ''))
  return cell.kind === 'number' ? cell.literal : ''
}

/** The form in which two titles are the same. */
export const titleKey = (title: string): string => clean(title.replaceAll('*', '')).toLowerCase()

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  nr: 'nummer',
  no: 'nummer',
  num: 'nummer',
  deb: 'debiteur',
  fact: 'factuur',
  vord: 'vordering',
  omschr: 'omschrijving',
  dat: 'datum',
  bedr: 'bedrag',
  openst: 'openstaand',
  verv: 'verval',
  postc: 'postcode',
}

/** The field that a title stands for; accents, signs, gaps and common abbreviations do not count. */
export function fieldOf(title: string): Field | undefined {
  const plain = title.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== '')
  return BY_ALIAS.get(words.join('')) ?? BY_ALIAS.get(words.map((word) => ABBREVIATIONS[word] ?? word).join(''))
}

/**
 * How many days the amounts in a column of ages are overdue at least: `31-60 dagen` 31, `> 90` 91, `90+` 90. Null for
 * what is not yet due; undefined for any other title.
 */
export function ageOf(title: string): number | null | undefined {
  const text = titleKey(title)
  if (/^(nog )?niet vervallen$|^current$/.test(text)) return null
  const plain = text
    .replace(/^(vervallen|ouderdom|openstaand|achterstand)\s+/, '')
    .replace(/\s*(dagen|dgn|days|d)\.?(?=\s|$)/, '')
  const range = /^(\d{1,3}) ?(?:-|–|t\/m|tot|tm) ?(\d{1,3})$/.exec(plain)
  if (range) return Number(range[1]) < Number(range[2]) ? Number(range[1]) : undefined
  const more = /^(>=?|≥|meer dan|ouder dan|over|vanaf) ?(\d{1,3})$/.exec(plain)
  if (more) return Number(more[2]) + (/^(>|meer dan|ouder dan|over)$/.test(more[1] ?? '') ? 1 : 0)
  const open = /^(\d{1,3}) ?(?:\+|en ouder|of meer|en meer)$/.exec(plain)
  if (open) return Number(open[1])
  return /^(<=?|≤|tot|minder dan) ?\d{1,3}$/.test(plain) ? 0 : undefined
}
