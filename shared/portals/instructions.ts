import type { Worklist } from '../contracts/round.ts'
import { PORTAL_FILES } from './portals.ts'

type ToDo = Pick<Worklist, 'file' | 'kind' | 'portal' | 'channel' | 'municipality'>

/** How a colleague brings what a file holds to its portal and reports that it is done, in Dutch (B1). */
export function instructionsFor(list: ToDo): string {
  const { file, kind, portal, channel, municipality } = list
  const confirmation = { at: 'jjjj-mm-ddTuu:mm', type: 'upload-confirmed', file, by: 'uw naam of initialen' }
  const steps = channel === 'website' ? entry(list) : upload(list)
  return [
    `Bestand: ${file}`,
    `Meldpunt: ${channel === 'website' ? 'achterstandenaanleveren.nl' : PORTAL_FILES[portal].name}`,
    ...(municipality === undefined ? [] : [`Gemeente: ${municipality}`]),
    `Inhoud: ${kind === 'signals' ? 'nieuwe signalen' : 'signalen die worden ingetrokken'}`,
    '',
    'Wat u doet, vandaag nog:',
    ...[...steps, 'Meld dat het klaar is. Geef daarvoor deze gebeurtenis door, met uw eigen gegevens:'].map(
      (step, index) => `${index + 1}. ${step}`,
    ),
    `   ${JSON.stringify(confirmation)}`,
    '',
    channel === 'website'
      ? 'Gaat het mis? Voer een regel dan niet nog een keer in, maar vraag het eerst na bij het meldpunt.'
      : 'Gaat het mis? Upload het bestand dan niet nog een keer, maar vraag het eerst na bij het meldpunt.',
    'Verwijder het bestand van uw computer als u klaar bent: er staan persoonsgegevens in.',
    '',
  ].join('\r\n')
}

function upload({ file, kind, portal }: ToDo): string[] {
  const { upload, button } = PORTAL_FILES[portal]
  const { login, after, ...how } = upload
  return [
    `Haal ${file} op uit de map ${kind}. Open het niet in Excel: dat kan gegevens veranderen.`,
    login,
    how[kind],
    after,
    ...(kind === 'withdrawals' ? [`Neemt het meldpunt een regel niet aan? Zoek het signaal zelf op. ${button}`] : []),
  ]
}

/** On the website a person enters the rows by hand, from a list that is only read (R3). */
function entry({ file, kind, municipality = 'de gemeente' }: ToDo): string[] {
  const [open, enter] =
    kind === 'signals'
      ? [
          `Ga naar achterstandenaanleveren.nl, en kies ${municipality}. De overeenkomst sluit u daar bij het melden.`,
          'Voer elke regel in, veld voor veld, precies zoals het er staat. Is een veld leeg? Laat het dan leeg.',
        ]
      : [
          websiteOf(municipality),
          'Trek van elke regel het signaal op dat adres in. Kan dat daar niet? Vraag het dan aan de gemeente.',
        ]
  return [
    `Haal ${file} op uit de map ${kind}, en open het om het te lezen. Verander er niets in.`,
    open,
    enter,
    'Voeg niets toe: meer mag u niet delen. Bewaar de bevestiging die u krijgt.',
  ]
}

const websiteOf = (municipality: string) => `Ga naar achterstandenaanleveren.nl, en kies ${municipality}.`

/** A signal as the portal knows it. */
export interface SignalToFind {
  readonly file: string
  readonly row: number
  /** The day on which the portal had it, in words; null when it does not have it yet, as far as anybody said. */
  readonly on: string | null
  /** What was reported, by title; nothing when that was not kept. */
  readonly said: readonly (readonly [title: string, value: string])[]
}

/**
 * How a colleague takes back the signals of one case in the portal by hand: which those are, which others stand at the
 * address and must stay, and how that it is done is reported, in Dutch (B1). It holds personal data, like the files.
 */
export function withdrawByHand(
  { portal, channel, municipality = 'de gemeente' }: Pick<ToDo, 'portal' | 'channel' | 'municipality'>,
  about: {
    readonly caseId: string
    readonly renter: string
    readonly client: string
    readonly take: readonly SignalToFind[]
    readonly leave: readonly SignalToFind[]
  },
): string {
  const { caseId, renter, client, take, leave } = about
  const onWebsite = channel === 'website'
  const done = { at: 'jjjj-mm-ddTuu:mm', type: 'withdrawn-by-hand', renter, client, by: 'uw naam of initialen' }
  const what = take.length === 1 ? 'dit signaal' : 'deze signalen'
  const steps = [
    onWebsite ? websiteOf(municipality) : PORTAL_FILES[portal].upload.login,
    `Zoek ${take.length === 1 ? 'het signaal' : 'elk signaal'} op dat u moet intrekken. Let op de naam, de datum en het bedrag.`,
    onWebsite ? 'Trek dat signaal in. Kan dat daar niet? Vraag het dan aan de gemeente.' : PORTAL_FILES[portal].button,
    'Weet u niet zeker welk signaal het is? Trek dan niets in, en vraag het eerst na bij het meldpunt.',
    'Meld dat het klaar is. Geef daarvoor deze gebeurtenis door, met uw eigen gegevens:',
  ]
  return [
    `Dossier: ${caseId}`,
    `Meldpunt: ${onWebsite ? 'achterstandenaanleveren.nl' : PORTAL_FILES[portal].name}`,
    '',
    `Trek alleen ${what} in:`,
    ...take.flatMap(asFound),
    ...(leave.length === 0 ? [] : ['', 'Laat deze signalen staan:', ...leave.flatMap(asFound)]),
    '',
    'Wat u doet, vandaag nog:',
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    `   ${JSON.stringify(done)}`,
    '',
    'Verwijder dit bestand van uw computer als u klaar bent: er staan persoonsgegevens in.',
    '',
  ].join('\r\n')
}

const asFound = ({ file, row, on, said }: SignalToFind): string[] => [
  `- ${on === null ? 'Nog niet gemeld' : `Gemeld op ${on}`}, in ${file}, regel ${row}`,
  ...said.filter(([, value]) => value !== '').map(([title, value]) => `  ${title}: ${value}`),
]
