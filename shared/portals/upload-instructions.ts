import type { Manifest } from './manifest.ts'
import { PORTAL_FILES } from './portals.ts'

type Upload = Pick<Manifest, 'file' | 'kind' | 'portal'>

/** How a colleague brings a file to its portal and reports that it is done, in Dutch (B1). */
export function uploadInstructions({ file, kind, portal }: Upload): string {
  const { name, upload } = PORTAL_FILES[portal]
  const confirmation = { at: 'jjjj-mm-ddTuu:mm', type: 'upload-confirmed', file, by: 'uw naam of initialen' }
  return [
    `Bestand: ${file}`,
    `Meldpunt: ${name}`,
    `Inhoud: ${kind === 'signals' ? 'nieuwe signalen' : 'signalen die worden ingetrokken'}`,
    '',
    'Wat u doet, vandaag nog:',
    `1. Haal ${file} op uit de map ${kind}. Open het niet in Excel: dat kan gegevens veranderen.`,
    `2. ${upload.login}`,
    `3. ${upload[kind]}`,
    `4. ${upload.after}`,
    '5. Meld dat het klaar is. Geef daarvoor deze gebeurtenis door, met uw eigen gegevens:',
    `   ${JSON.stringify(confirmation)}`,
    '',
    'Gaat het mis? Upload het bestand dan niet nog een keer, maar vraag het eerst na bij het meldpunt.',
    'Verwijder het bestand van uw computer als u klaar bent: er staan persoonsgegevens in.',
    '',
  ].join('\r\n')
}
