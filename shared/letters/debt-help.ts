interface Facts {
  readonly naturalPerson: boolean
  readonly dwelling: boolean
  readonly reporting: boolean
  readonly claims: readonly { readonly rent: boolean }[]
}

/** Of a letter to a renter, what decides whether it speaks of debt help. */
export type HelpFacts =
  | { readonly kind: 'reminder' }
  | ({ readonly kind: 'demand' | 'notice' } & Facts)
  | ({ readonly kind: 'follow-up'; readonly withText1: boolean } & Facts)

/**
 * What a letter says of debt help: that the data go to the municipality (tekst 1 or 2), where the renter finds help
 * himself, or nothing: to a legal person, about no dwelling, and where it lists no rent of a dwelling (C9, C10).
 */
export function debtHelpIn(letter: HelpFacts): 'report' | 'own' | null {
  if (letter.kind === 'reminder' || (letter.kind === 'follow-up' && !letter.withText1)) return null
  if (!letter.naturalPerson || !letter.dwelling || !letter.claims.some(({ rent }) => rent)) return null
  return letter.reporting ? 'report' : 'own'
}
