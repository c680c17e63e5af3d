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
    'debiteurnummer debiteurennummer debiteurnr debiteurid huurderid klantid relatieid debiteurno huurderno accountnumber accountno tenantaccount debiteurennr debnr debiteur debiteurcode huurdernummer huurdernr huurderscode huurdercode klantnummer klantnr klantcode relatienummer relatienr relatiecode customernumber customerno custno customerid customer tenantnumber tenantno tenantcode tenantid',
  Contractnummer:
    'contractnummer contractnr contract contractcode contractno contractid huurcontract huurcontractnummer huurcontractnr huurovereenkomst overeenkomstnummer lease leaseno leasecode',
  'Soort huurder':
    'soorthuurder typehuurder huurdertype rechtsvorm soortrelatie typerelatie typedebiteur soortdebiteur',
  Achternaam: 'achternaam achternaamhuurder familienaam geslachtsnaam surname lastname',
  Voorletters: 'voorletters voorletter initialen voorl initials',
  Straatnaam: 'straatnaam straat straatnaamobject objectstraat street streetname',
  Huisnummer: 'huisnummer huisnr hnr housenumber',
  'Huisnummer toevoeging': 'huisnummertoevoeging huisnrtoevoeging huisnrtoev hnrtoevoeging toevoeging toev suffix',
  Postcode: 'postcode pc pc6 postalcode zipcode zip',
  Woonplaats: 'woonplaats plaats plaatsnaam stad city',
  Telefoonnummer:
    'telefoonnummer telefoonnummer1 telefoonnr telefoonnr1 telefoon telefoon1 telnr tel tel1 mobiel mobiel1 mobielnr mobielnummer mobieltelefoonnummer mobieletelefoon telefoonprive gsm gsmnummer phone phonenumber mobile',
  'E-mailadres': 'emailadres emailadres1 email email1 mailadres mail emailhuurder emailaddress',
  Hoofdhuurder: 'hoofdhuurder hoofdhuurderjn maintenant',
  Aanmaanblokkade:
    'aanmaanblokkade aanmaningsblokkade aanmaningblokkade maanblokkade incassoblokkade blokkade aanmaanstop aanmaningsstop maanstop incassostop dunningblock',
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
    'factuurnummer factuurnr factuurid factuur vorderingnummer vorderingsnummer vorderingnr vorderingsnr vordering notanummer notanr nota boekstuknummer boekstuknr boekstuk documentnummer documentnr documentno bonnummer stuknummer stuknr postnummer invoicenumber invoiceno invoice claimnumber claimno claimnummer',
  Omschrijving:
    'omschrijving beschrijving boekingsomschrijving omschrijvingfactuur factuuromschrijving omschrijvingpost postomschrijving omschrijvingvordering regelomschrijving toelichting description',
  'Soort vordering': 'soortvordering vorderingsoort vorderingssoort typevordering vorderingtype vorderingstype',
  Vervaldatum:
    'vervaldatum vervaldat vervaldag vervaldd vervaldt vervalt vervaltop vervalsdatum vervallenop vervallenper vervaldatumfactuur factuurvervaldatum nettovervaldatum datumvervallen datumverval vervaldatumpost verval uiterstebetaaldatum uiterlijkebetaaldatum uiterstebetaaldag uiterlijkbetalenop betalenvoor tebetalenvoor tevoldoenvoor betaalbaarop betaalbaarvoor betaaltermijntot betaaluiterlijk duedate due dueon netduedate',
  Bedrag:
    'bedrag totaal totaalbedrag factuurbedrag bedragfactuur vorderingsbedrag hoofdsom oorsprbedrag oorspronkelijkbedrag oorspronkelijk origineelbedrag bedragorigineel bedragoorspronkelijk beginbedrag brutobedrag bruto bedraginclbtw amount total originalamount invoiceamount totalamount',
  Openstaand:
    'openstaand open openstaandbedrag bedragopenstaand openbedrag bedragopen openstaandsaldo saldoopenstaand openstaandetotaal openstaandtotaal totaalopenstaand totaalopen restant restantbedrag bedragrestant restbedrag rest resteert resterend resterendbedrag resterendsaldo resterendebedrag bedragresterend restsaldo nogopen nogopenstaand nogopenstaandbedrag nogtebetalen nogtevoldoen nogverschuldigd tebetalen tebetalenbedrag tevoldoen verschuldigd verschuldigdbedrag bedragverschuldigd verschuldigdsaldo onbetaald onbetaaldbedrag nietbetaald openstaandepost openpost outstanding outstandingamount outstandingbalance amountoutstanding openamount openbalance remaining remainingamount amountremaining amountdue balancedue dueamount unpaid unpaidamount bedragachterstand',
  Naam: 'naam huurder klant relatie bewoner contractant huurders naamhuurder namen volledigenaam naambewoner huurdernaam naamdebiteur debiteurnaam debiteurennaam klantnaam relatienaam name customername tenantname tenant',
  Tussenvoegsel: 'tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels',
  Adres:
    'adres adres1 adresregel1 adresregel volledigadres adreseenheid adreswoning woningadres vheadres woonadres huuradres objectadres adresobject straatenhuisnummer straathuisnummer straathuisnr address',
  'Huisnummer met toevoeging': 'huisnummermettoevoeging huisnummerentoevoeging huisnrtoevoegingsamen',
  'Postcode en plaats': 'postcodeenplaats postcodeplaats postcodewoonplaats postcodeenwoonplaats pcplaats',
  Factuurdatum:
    'factuurdatum datum boekdatum boekingsdatum documentdatum notadatum vorderingsdatum vorderingdatum transactiedatum date invoicedate',
  Periode: 'periode huurperiode boekperiode maand period',
  Betaald:
    'betaald voldaan ontvangen betaaldbedrag bedragbetaald reedsbetaald reedsvoldaan albetaald ontvangenbedrag bedragontvangen afgeboekt afgelost paid paidamount amountpaid writtenoff',
  Debet: 'debet debit',
  Credit: 'credit',
  Achterstand: 'achterstand huurachterstand totaleachterstand achterstandbedrag arrears totalunpaidcharges totalunpaid',
  Vooruitbetaling: 'vooruitbetaling vooruitbetaald vooruitontvangen tegoed prepayment prepayments prepaid prepays',
  Saldo: 'saldo eindsaldo totaalsaldo saldototaal huursaldo saldohuurder balance',
  Maandhuur: 'maandhuur huurpermaand maandbedrag huurprijs brutohuur monthlyrent',
  'Aantal maanden achterstand': 'aantalmaandenachterstand maandenachterstand aantalmaanden',
} as const

export type Field = keyof typeof ALIASES

export const FIELDS = Object.keys(ALIASES) as [Field, ...Field[]]

const BY_ALIAS = new Map(FIELDS.flatMap((field) => ALIASES[field].split(' ').map((alias) => [alias, field] as const)))

/** A title as a person reads it, without gaps around it. Empty for what is no title. */
export function titleText(cell: Cell): string {
  if (typeof cell === 'string') return clean(cell.replaceAll('*', ''))
  // Excel makes a date of `mrt 2026`.
  if (cell.kind === 'date') return cell.on.endsWith('-01') ? cell.on.slice(0, 7) : cell.on
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

/** Words that say of what is open, in every inflection; a number of days or of claims is none. */
const OPEN =
  /openst|uitstaand|te ontvangen|te innen|achterst|^schuld$|saldo open|resterend|resteren|restant|restbedrag|verschuldigd|onbetaald|nog te (betalen|voldoen)|outstanding|remaining|unpaid/
const NO_AMOUNT =
  /dag|dgn|days|datum|date|aantal|count|sinds|since|maand|month|termijn|nummer|rente|kosten|jaar|periode/
const DUE =
  /^(verval|due|uiterste? betaal|uiterlijke? betaal|uiterlijk (?:te )?(?:betalen|voldoen)|te betalen v[oó]{1,2}r)|vervaldatum|verval ?dat/
const NO_DATE = /dagen|dgn|days|bedrag|saldo|amount|totaal|[0-9<>]/

/** The currency, and what else a title says beside what it stands for. */
const BESIDE = new Set(['eur', 'euro', 'euros', 'in', 'incl', 'inclusief', 'btw'])

/** `Openstaand per 05-03-2026`. */
const AS_OF = /\s(?:per|op|d\.?d\.?)\s+\d{1,4}[-/. ]\d{1,2}(?:[-/. ]\d{2,4})?\s*$/
/** `Huisnr. + toev.`: two of what we know apart. */
const NUMBER_AND_MORE = /^(?:huis(?:nummer|nr)|hnr)\.?\s*(?:\+|&|\/|en)\s*toev/

/** The field that a title stands for; accents, signs, gaps and common abbreviations do not count. */
export function fieldOf(title: string): Field | undefined {
  const plain = title.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replace(AS_OF, '')
  if (NUMBER_AND_MORE.test(plain)) return 'Huisnummer met toevoeging'
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== '')
  const own = words.filter((word) => !BESIDE.has(word))
  const known =
    BY_ALIAS.get(words.join('')) ??
    BY_ALIAS.get(own.join('')) ??
    BY_ALIAS.get(own.map((word) => ABBREVIATIONS[word] ?? word).join(''))
  if (known !== undefined) return known
  const said = words.join(' ')
  if (OPEN.test(said) && !NO_AMOUNT.test(said) && !/[0-9]/.test(said)) return 'Openstaand'
  return DUE.test(said) && !NO_DATE.test(said) ? 'Vervaldatum' : undefined
}

/** A title that names a number, and not of what: of the renter, of the claim, or of the line. */
export const isPlainNumber = (title: string): boolean =>
  /^(nr|no|num|nummer|number|code|id|#)\.?$/i.test(titleKey(title))

/** A column that says what the claim once was, which is not what is open of it. */
export const isOriginal = (title: string): boolean =>
  /oorspronk|origine|factuur|hoofdsom|begin|bruto|gross|invoice/i.test(titleKey(title))
