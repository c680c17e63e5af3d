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
  const { login, after, ...how } = PORTAL_FILES[portal].upload
  return [
    `Haal ${file} op uit de map ${kind}. Open het niet in Excel: dat kan gegevens veranderen.`,
    login,
    how[kind],
    after,
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
          `Ga naar achterstandenaanleveren.nl, en kies ${municipality}.`,
          'Trek van elke regel het signaal op dat adres in. Kan dat daar niet? Vraag het dan aan de gemeente.',
        ]
  return [
    `Haal ${file} op uit de map ${kind}, en open het om het te lezen. Verander er niets in.`,
    open,
    enter,
    'Voeg niets toe: meer mag u niet delen. Bewaar de bevestiging die u krijgt.',
  ]
}
