import type { KeptQuestion, Question, RefusedAtOnce } from '../contracts/question.ts'
import { TASKS } from '../domain/tasks.ts'

/** What a question is about, as colleagues call it. */
const ABOUT: Readonly<Record<Question['about'], string>> = {
  'contact-attempt': 'een poging tot contact',
  objection: 'een bezwaar',
  'objection-withdrawn': 'een bezwaar dat is ingetrokken',
  payment: 'een betaling',
  dispute: 'een post die de huurder betwist',
  'dispute-resolved': 'een post die niet meer wordt betwist',
  arrangement: 'een betalingsregeling',
  'arrangement-broken': 'een betalingsregeling die niet is nagekomen',
  threat: 'een dreigende situatie',
  answer: 'een antwoord van de gemeente',
  'portal-rejection': 'een signaal dat het meldpunt weigerde',
  'withdrawn-by-hand': 'een signaal dat u zelf introk',
  redeliver: 'een verzoek om opnieuw te melden',
  bounce: 'een e-mail die terugkwam',
  'same-renter': 'een huurder die een ander debiteurennummer lijkt te hebben',
  mandate: 'het mandaat van een opdrachtgever',
  client: 'de afspraken met een opdrachtgever',
  agreement: 'de afspraken met een gemeente',
  hold: 'een dossier dat wacht',
  'hold-ended': 'een dossier dat niet meer wacht',
  representative: 'wie de brieven krijgt in plaats van de huurder',
  'hand-over': 'een dossier dat naar het incassobureau gaat',
  close: 'een dossier dat is gesloten',
  'help-wanted': 'een huurder die hulp wil',
  'arrangement-wanted': 'een huurder die in termijnen wil betalen',
  'book-confirmed': 'een debiteurenlijst die nog klopt',
  'question-answered': 'een vraag die is beantwoord',
  letter: 'een brief die niet weg kan',
  agency: 'een bericht aan het incassobureau',
  signal: 'een signaal dat niet weg kan',
  withdrawal: 'een intrekking die niet weg kan',
  municipality: 'de gemeente van een woning',
  upload: 'een bestand dat u uploadt',
  'round-approved': 'het akkoord op een ronde',
  'upload-confirmed': 'een bestand dat is geüpload',
  'portal-receipt': 'een ontvangstbewijs van het meldpunt',
  decision: 'een dossier dat een besluit nodig heeft',
  book: 'een debiteurenlijst',
  remainders: 'kleine bedragen die openstaan',
  'void-file': 'een bestand dat is vervallen',
  delivery: 'een bestand dat niet bij het meldpunt komt',
  'broken-off': 'werk dat het systeem niet af kreeg',
}

const REASONS: Readonly<Record<Question['reason'] | RefusedAtOnce, string>> = {
  'unknown-renter': 'De gegevens van de huurder zijn niet bekend. Kijk of het debiteurennummer klopt.',
  'unknown-client': 'Deze opdrachtgever staat niet in het register. Kijk of de code klopt.',
  'unknown-municipality': 'Deze gemeente staat niet in het register. Kijk of de gemeentecode klopt.',
  'mandate-agreement':
    'Er staat niet wanneer de beheerovereenkomst is aangepast. Zonder die datum geldt het mandaat niet. Vul hem ' +
    'in bij het mandaat.',
  'mandate-informed':
    'Er staat niet wanneer de opdrachtgever vooraf is geïnformeerd. Vul die datum in bij het mandaat.',
  'mandate-register': 'Er staat niet wanneer het verwerkingsregister is bijgewerkt. Vul die datum in bij het mandaat.',
  'help-wanted': 'De huurder wil hulp. Bel de huurder, en wijs de weg naar de gemeente.',
  'arrangement-wanted': 'De huurder wil in termijnen betalen. Bel de huurder, en spreek een regeling af.',
  'unknown-question': 'Deze vraag is niet bekend. Kijk of de code klopt.',
  'question-ended': 'Deze vraag was al beantwoord.',
  'not-offered': 'Dit antwoord hoort niet bij deze vraag. Kijk in de vraag welke antwoorden kunnen.',
  'no-value-asked':
    'Deze vraag vraagt alleen om een antwoord. Laat `value` weg, en meld wat u weet als een eigen gebeurtenis.',
  'which-client':
    'Dit debiteurennummer komt bij meer opdrachtgevers voor. Zoek uit van welke opdrachtgever dit is, en kies die.',
  renumbered:
    'Het oude nummer staat niet meer in het bestand, en dit nummer is nieuw. Is dit dezelfde huurder? Tot dan ' +
    'rust het dossier.',
  'main-tenant': 'Een medehuurder is voor dezelfde huur al gemeld, of maakte bezwaar. Kies wie de hoofdhuurder is.',
  'unknown-answer': 'Dit antwoord staat niet in de lijst van het meldpunt. Vraag na wat de gemeente bedoelt.',
  'maybe-accepted':
    'Misschien is hulp aanvaard: het meldpunt gebruikt een woord dat daarop lijkt. Vraag na wat het betekent. Is hulp ' +
    'aanvaard? Meld het antwoord dan zelf, met de datum.',
  'answer-unread':
    'Deze regel kan niet worden gelezen, en telt niet. Kijk in het bestand om welke huurder het gaat, en meld het ' +
    'antwoord zelf.',
  'answers-refused':
    'Dit bestand kan niet of maar voor een deel worden gelezen. Kijk bij het bestand wat er niet klopt, en lever het ' +
    'opnieuw aan.',
  'unknown-rejection': 'De reden van de weigering staat niet in onze lijst. Kijk in het meldpunt wat er niet klopt.',
  rejected:
    'Het meldpunt weigerde dit signaal. De reden staat in het dossier. Verbeter de gegevens in het ERP, of laat ' +
    'het opnieuw melden.',
  'no-such-row': 'Deze regel staat niet in het bestand. Regel 1 bevat de titels, het eerste signaal staat op regel 2.',
  'no-such-round': 'Van deze ronde is geen overzicht gemaakt. Kijk of de datum klopt.',
  'withdraw-by-hand':
    'Trek dit signaal zelf in bij het meldpunt: op het adres staan meer signalen, of het meldpunt kent alleen een eigen ' +
    'nummer. Welk signaal u intrekt, en welk moet blijven, staat in de map instructions, in het bestand van dit dossier. ' +
    'Meld daarna dat u het signaal hebt ingetrokken.',
  'not-found': 'Het adres staat niet in de adressentabel. Zoek uit in welke gemeente de woning ligt.',
  'no-address': 'Er is geen adres waar de brief naartoe kan. Vul het adres aan in het ERP.',
  'mail-returned':
    'Het e-mailadres van de huurder werkt niet. De brieven gaan nu per post. Verbeter het adres in het ERP, of ' +
    'haal het weg.',
  'mail-unwanted':
    'De huurder meldde onze e-mail als ongewenst. De brieven gaan nu per post. Bel de huurder, en haal het adres ' +
    'weg uit het ERP.',
  'mail-not-verified':
    'De maildienst neemt de brief niet aan: het adres waar de brief vandaan komt, is niet bevestigd. Laat de ' +
    'beheerder dat doen.',
  'mail-paused': 'De maildienst neemt de brief niet aan: ons versturen staat stil. Laat de beheerder vragen waarom.',
  'mail-quota':
    'De maildienst neemt de brief niet aan: er mag vandaag niet meer weg. Laat de beheerder om meer vragen.',
  'mail-settings': 'De maildienst neemt de brief niet aan: een instelling klopt niet. Laat de beheerder ernaar kijken.',
  'agency-address': 'Het e-mailadres van het incassobureau werkt niet. Verbeter het in het register.',
  unknown: 'Het e-mailadres van het incassobureau is niet bekend. Zet het in het register.',
  unwritable: 'Dit is niet te maken. Kijk naar de gegevens van het dossier, en bij een brief ook naar de brieftekst.',
  'sent-again': 'Het versturen brak af, en de brief gaat nu opnieuw weg. Vraag na of de ontvanger hem twee keer kreeg.',
  'to-upload': 'Het staat klaar, met uitleg in de map instructions. Meld daarna dat u het hebt geüpload.',
  'urgent-upload':
    'Dringend: upload het vandaag, want er staat een dreigende situatie in. De uitleg staat in de map ' +
    'instructions. Meld daarna dat u het hebt geüpload.',
  'to-enter':
    'Voer deze lijst in op achterstandenaanleveren.nl. De uitleg staat in de map instructions. Meld daarna dat u ' +
    'dat hebt gedaan.',
  'urgent-entry':
    'Dringend: voer deze lijst vandaag in op achterstandenaanleveren.nl, want er staat een dreigende situatie in. De ' +
    'uitleg staat in de map instructions. Meld daarna dat u dat hebt gedaan.',
  voided:
    'Upload dit bestand niet, en voer het niet in: er staat iemand in die niet meer gemeld mag worden. De anderen komen in een nieuw ' +
    'bestand. Hebt u dat al gedaan? Meld dat dan, dan trekken wij in wat niet meer mag.',
  'unknown-file': 'Dit bestand is niet bekend. Kijk of de bestandsnaam klopt.',
  'portal-unreachable': 'Het meldpunt is niet bereikbaar. De volgende ronde probeert het opnieuw.',
  'not-fetched': 'Het meldpunt heeft dit bestand nog niet opgehaald. Vraag het meldpunt of het ophalen werkt.',
  'portal-rejected':
    'Het meldpunt neemt de intrekking niet aan. Trek het signaal in het meldpunt zelf in, met de knop bij dat signaal. ' +
    'Kijk goed of het de juiste huurder is.',
  'no-such-signal': 'Bij een regel is geen signaal gevonden. Kijk in het bestand om welke huurder het gaat.',
  'which-signal': 'Een regel past bij meer signalen. Zoek uit om welk dossier het gaat, en meld het antwoord zelf.',
  'portal-login': 'Het meldpunt laat ons niet toe. Vraag na of de sleutel of het wachtwoord nog klopt.',
  'portal-host-key': 'De server van het meldpunt heeft een andere sleutel. Vraag het meldpunt of dat klopt.',
  'portal-differs': 'Bij het meldpunt staat een ander bestand met deze naam. Vraag na wat daarmee moet gebeuren.',
  'portal-secret': 'Dit kanaal is niet ingericht: de gegevens om in te loggen ontbreken. Vul ze aan.',
  'case-ended': 'Het dossier was al gesloten. Kijk of er nog iets moet gebeuren.',
  'no-such-invoice': 'Dit factuurnummer staat niet in het dossier. Kijk of het nummer klopt.',
  'no-letter': 'Er is geen e-mail verstuurd die terug kan komen. Kijk of het debiteurennummer klopt.',
  'no-signal': 'In dit dossier is geen signaal aangeleverd. Kijk of het debiteurennummer klopt.',
  'date-in-future': 'De datum ligt in de toekomst. Kijk of de datum klopt, en meld het opnieuw.',
  'acceptance-old': 'De hulp is langer dan 30 dagen geleden aanvaard. Vraag bij de gemeente na of de datum klopt.',
  'acceptance-before-case':
    'De hulp is aanvaard voordat dit dossier begon. Vraag bij de gemeente na bij welk signaal dit hoort.',
  'attempt-before-case': 'Deze poging tot contact is van voor het dossier, en telt daarin niet mee.',
  'too-old': 'Dit is langer dan 31 dagen geleden. Kijk of de datum en het jaar kloppen.',
  'terms-too-late': 'Een termijn ligt meer dan twee jaar vooruit. Kijk of het jaartal klopt, en meld het opnieuw.',
  'no-arrangement': 'Er loopt geen betalingsregeling. Kijk of het debiteurennummer klopt.',
  elsewhere: 'Dit past niet bij hoe het dossier nu staat. Kijk wat er nodig is.',
  ...TASKS,
  'file-waits':
    'Dit bestand wacht op u: er klopt iets niet. Lever het verbeterd aan, of geef het vrij als het toch klopt.',
  'file-early': 'Dit bestand wacht op de lijst die erbij hoort, en die nog niet binnen is. Lever die ook aan.',
  'file-refused': 'Dit bestand is niet te gebruiken, en telt niet. Lever het verbeterd aan.',
  'threat-held': 'Dringend: de melding kan niet weg. Los vandaag op wat ontbreekt.',
  'threat-leaves': 'Dringend: de melding gaat vandaag naar de gemeente. Die heeft drie werkdagen.',
  'broken-off':
    'Dit is drie keer geprobeerd, lukte niet, en telt niet. Lever of meld het opnieuw. Lukt dat niet? Vraag de beheerder.',
  'row-unread':
    'Deze rij kan niet worden gelezen, dus aan deze huurder gaat niets weg. Verbeter de rij in het ERP, en lever de lijst ' +
    'opnieuw aan; of bevestig dat er niets is betaald.',
  'closes-nothing':
    'In deze lijst kan zoveel niet worden gelezen dat niet zeker is wie heeft betaald. Wie er niet goed in staat, krijgt ' +
    'niets. Verbeter de rijen die bij de import zijn genoemd, en lever de lijst opnieuw aan.',
  'client-missing':
    'Deze opdrachtgever stond in de vorige lijst en nu niet, dus zijn dossiers staan stil. Lever een lijst aan waarin hij ' +
    'staat, of bevestig dat er niets is betaald, of dat niemand nog iets open heeft.',
  'book-needed': 'Dossiers wachten op een nieuwe lijst. Lever die aan, of bevestig dat er niets is betaald.',
  'book-urgent':
    'Dringend: er is een dreigende situatie, en de laatste lijst is te oud om die te melden. Lever vandaag een nieuwe ' +
    'lijst aan, of bevestig dat er niets is betaald.',
  'nothing-new': 'Dit was al bekend.',
  'already-recorded': 'Dit was al bekend.',
}

/** A question as a colleague reads it, in Dutch; never with personal data. */
export function worded({
  about,
  reason,
  client = null,
  caseId = null,
  renter = null,
  urgent,
  ...place
}: Worded): string {
  const what = textFor(ABOUT, about) ?? 'een melding'
  const which = [placeIn(place), caseId === null && renter === null ? client : null].filter((each) => each !== null)
  return `${urgent ? 'Dringend. ' : ''}Over ${what}${which.length === 0 ? '' : ` (${which.join(', ')})`}. ${reasonInWords(reason)}`
}

/** What a question is about, in a few words. */
export const aboutInWords = ({ about, ...place }: Pick<KeptQuestion, 'about'> & Place): string =>
  [textFor(ABOUT, about) ?? 'een melding', placeIn(place)].filter((each) => each !== null).join(', ')

/** Why something is not recorded or cannot go on, as a sentence in Dutch; never with personal data. */
export const reasonInWords = (reason: string): string => textFor(REASONS, reason) ?? 'Kijk wat er nodig is.'

type Place = Partial<Pick<KeptQuestion, 'file' | 'row' | 'field'>>
type Worded = Pick<KeptQuestion, 'about' | 'reason'> &
  Partial<Pick<KeptQuestion, 'client' | 'caseId' | 'renter' | 'urgent'>> &
  Place

/** `boek.csv, rij 12, kolom Openstaand`; null without a file. */
const placeIn = ({ file = null, row = null, field = null }: Place): string | null =>
  file && [file, ...(row === null ? [] : [`rij ${row}`]), ...(field === null ? [] : [`kolom ${field}`])].join(', ')

/** Null for a word of another version. */
const textFor = (texts: Readonly<Record<string, string>>, word: string): string | null =>
  Object.hasOwn(texts, word) ? (texts[word] ?? null) : null
