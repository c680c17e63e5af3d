import { BORDER_STREET, type ClientId, SHARED_HOUSE, TOWNS, type TownKey } from './landscape.ts'
import type { Random } from './random.ts'

/** A renter as the ERP exports it; texts are as they stand in the file. */
export interface Renter {
  readonly debtor: string
  readonly client: ClientId
  readonly kind: 'natuurlijk persoon' | 'rechtspersoon'
  readonly lastName: string
  readonly initials: string
  readonly street: string
  readonly houseNumber: string
  readonly houseSuffix: string
  readonly postcode: string
  readonly town: string
  readonly phone: string
  readonly email: string
}

const LAST_NAMES = [
  ['de Jong', 'de Vries', 'van den Berg', 'van Dijk', 'Bakker', 'Visser', 'Smit', 'Meijer', 'de Boer', 'Mulder'],
  [
    'van der Meer',
    'van ’t Hof',
    'de Groot',
    'ter Horst',
    'van der Linden-Kuipers',
    'op den Camp',
    'in ’t Veld',
    'Brouwer',
  ],
  ['Yılmaz', 'Demir', 'Şahin', 'Çelik', 'Öztürk', 'Aydın', 'Doğan', 'Kaya'],
  ['El Amrani', 'Benali', 'Ouali', 'El Idrissi', 'Bouzid', 'Haddou', 'Ait Said'],
  ['Kowalski', 'Wiśniewska', 'Nowak', 'Wójcik', 'Zieliński', 'Łukaszewicz'],
  ['Hoekstra', 'Dijkstra', 'Wiersma', 'van der Wal', 'Postma', 'Sjoerdsma', 'Ypma', 'Bruinsma'],
  ['Martina', 'Rosalia', 'Pinas', 'Ramdin', 'Jagroep', 'Tjon A Fat', 'Soekhai'],
  ['Nguyễn', 'Haile', 'Tesfay', 'Al-Khatib', 'Popescu', 'Fernandes', 'García Núñez', 'Müller', 'Wong'],
] as const

const COMPANIES = [
  'Bakkerij Koren BV',
  'Stichting Wonen en Zorg',
  'Fietsenmakerij Tandem VOF',
  'Atelier Noord BV',
] as const

const INITIALS = 'A.|B.M.|C.J.|D.|E.|F.A.|G.|H.|I.|J.P.|K.|L.|M.|N.|O.|P.J.M.|R.|S.|Ş.|T.|W.|Y.|Z.|Tj.|IJ.'.split('|')

const STREETS = [
  'Lindelaan',
  'Molenstraat',
  'Kerkpad',
  'Burgemeester De Grootstraat',
  'Noordersingel',
  'Plein 1940',
  'Dokter Schaepmanlaan',
  '2e Dwarsweg',
  'Zuiderkade',
  'Grâce Kellyhof',
  'Het Zand',
  'Van ’t Hoffstraat',
] as const

const SUFFIXES = ['', '', '', '', 'A', 'B', '2', 'hs', 'bis', '3A'] as const
const POSTCODE_LETTERS = 'ABCEGHJKLMNP'.split('')
const EMAIL_DOMAINS = ['example.nl', 'post.example', 'thuis.example'] as const

export interface Casting {
  readonly client: ClientId
  readonly town: TownKey
  readonly kind?: Renter['kind']
  readonly email?: 'none'
  /** In the street on the border, or in the house whose rooms are let one by one. */
  readonly address?: 'border' | 'shared'
}

/** A fictitious renter. Mail goes to reserved domains, phone numbers begin with 06-0000 and are not in use. */
export function castRenter(debtor: string, casting: Casting, random: Random): Renter {
  const kind = casting.kind ?? 'natuurlijk persoon'
  const lastName = kind === 'rechtspersoon' ? random.pick(COMPANIES) : random.pick(random.pick(LAST_NAMES))
  return {
    debtor,
    client: casting.client,
    kind,
    lastName,
    initials: kind === 'rechtspersoon' ? '' : random.pick(INITIALS),
    ...addressOf(casting, random),
    phone: random.between(1, 8) === 1 ? '' : `06-0000${String(random.between(0, 9999)).padStart(4, '0')}`,
    email: casting.email === 'none' ? '' : `${asMailName(lastName)}.${Number(debtor)}@${random.pick(EMAIL_DOMAINS)}`,
  }
}

function addressOf({ town, address }: Casting, random: Random) {
  if (address === 'border') {
    const house = random.pick(BORDER_STREET.houses)
    const { street, postcode } = BORDER_STREET
    return { street, houseNumber: house.number, houseSuffix: '', postcode, town: house.town }
  }
  if (address === 'shared') return { ...SHARED_HOUSE, houseSuffix: '' }
  const letters = `${random.pick(POSTCODE_LETTERS)}${random.pick(POSTCODE_LETTERS)}`
  const postcode = `${random.pick(TOWNS[town].areas)}${random.pick([' ', ' ', ''])}${letters}`
  return {
    street: random.pick(STREETS),
    houseNumber: String(random.between(1, 240)),
    houseSuffix: random.pick(SUFFIXES),
    postcode,
    town: TOWNS[town].name,
  }
}

/** The letters that a Western European code page lacks or decomposition does not reach, without their marks. */
const PLAIN_LETTERS: Record<string, string> = { ł: 'l', Ł: 'L', ı: 'i' }

/** The text without accents, as older systems store it. */
export function withoutAccents(text: string): string {
  return text
    .replace(/[łŁı]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
}

const asMailName = (name: string): string =>
  withoutAccents(name)
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')
    .replace(/^\.|\.$/g, '')
