// G8: what of a person's data a portal can take. A municipality calls at one home, and asks for one person.

/** Ahead of a name that is an estate: `Erven van P. Kuiper`. `van Erven` is a surname. */
const ESTATE = /^(de )?(erven|erfgenamen|erfgenaam|nalatenschap|boedel|wijlen)( |$)|(?<!\bvan )\b(erven|erfgenamen)$/i

/** Words of a name that is not one person's: two people, somebody who acts for another, an organisation, or nobody. */
const NO_PERSON: ReadonlySet<string> = new Set([
  ...(['en', 'of', 'and', 'eo', 'cs', 'ea', 'nn', 'inz', 'inzake', 'namens', 'qq', 'tav', 'pa', 'co'] as const),
  ...(['bewind', 'bewindvoering', 'bewindvoerder', 'bewindvoerders', 'curator', 'curatele', 'mentor'] as const),
  ...(['budgetbeheer', 'inkomensbeheer', 'bewindvoerderskantoor', 'deurwaarder', 'wsnp'] as const),
  ...(['bv', 'nv', 'vof', 'cv', 'vve', 'stichting', 'woonstichting', 'vereniging', 'woningbouwvereniging'] as const),
  ...(['coöperatie', 'cooperatie', 'maatschap', 'eenmanszaak', 'firma', 'holding', 'gmbh', 'ltd', 'gemeente'] as const),
  ...(['provincie', 'ministerie', 'beheer', 'vastgoed', 'beleggingen', 'exploitatie', 'uitzendbureau'] as const),
  ...(['makelaardij', 'makelaars', 'advocaten', 'notariaat', 'administratiekantoor', 'zorggroep'] as const),
  ...(['stg', 'kerkgenootschap', 'parochie', 'hotel', 'café', 'cafe', 'gebr', 'gebroeders', 'zn', 'zonen'] as const),
  ...(['onbekend', 'onbekende', 'leegstand', 'nvt'] as const),
])

/** Words that end so name a business or an institution: `Autobedrijf`, `Woonzorg`. */
const BUSINESS =
  /(bedrijf|bedrijven|bakkerij|slagerij|restaurant|kantoor|praktijk|woonzorg|zorggroep|makelaardij|installaties?|schoonmaak|transport|horeca|salon|apotheek|supermarkt|drukkerij|(rij|sport)school|kinderopvang|services?|beheer)$|^leger des heils$/i

const SPELLED = /^[\p{L}\p{M}\p{Nd}'’‘`´.\- ]+$/u

/** Whether a surname can be that of one person: no estate, no couple, no organisation, no remark beside the name. */
export function isOnePerson(surname: string): boolean {
  if (!/\p{L}/u.test(surname) || !SPELLED.test(surname) || ESTATE.test(surname)) return false
  if (BUSINESS.test(surname)) return false
  return surname
    .toLowerCase()
    .split(/[\s-]+/)
    .every((word) => !NO_PERSON.has(word.replaceAll('.', '')) && !BUSINESS.test(word))
}

const NO_RESIDENCE =
  /^(post ?bus|postvak|antwoord(nummer|nr)|p\.? ?o\.? ?box|pb)\b|^(p\/a|c\/o|t\.?a\.?v\.?|p\.a\.|ter attentie van|per adres)(?!\p{L})|(t\/o|t\.o\.?|tegenover|nabij)$/iu

/** Whether a street is one to live in: a PO box, or an address of somebody else, is not. */
export const isResidence = (street: string): boolean => !NO_RESIDENCE.test(street.trim())

const ADDITION =
  /^(?:[a-z](?:[ -][a-z0-9]{1,4})?|[a-z0-9]{1,4}|(?!en|of|nr|no)[a-z]{2}[ -]?[0-9]{1,2}|[0-9]{1,2}-[a-z0-9])$/i

/**
 * Whether what follows a house number is a letter, an addition of at most four, or both: anything longer (`3hoog`,
 * `t/o`) a portal cuts or misreads, and left out it would name another dwelling.
 */
export const isAddition = (text: string): boolean => text === '' || ADDITION.test(text)
