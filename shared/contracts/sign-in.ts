/** What only we and one browser know from the beginning of a sign-in to its end: each is good for that one alone. */
export interface SignInSecrets {
  /** Comes back with the answer: it answers a question of this browser. */
  readonly state: string
  /** Stands in what is said of who signed in: it was said for this sign-in. */
  readonly nonce: string
  /** Proves that who fetches the answer is who asked (PKCE). */
  readonly verifier: string
}

/** Who signed in, as the identity provider says. */
export interface Identity {
  readonly name: string
  readonly groups: readonly string[]
}

/** Somebody came back from signing in, and what he brought is not what it should be. */
export class SignInRefused extends Error {
  override readonly name: string
  /** @param reason a code, and nothing about a person: it is logged (invariant 6) */
  constructor(reason: string) {
    super(reason)
    this.name = `SignInRefused:${reason}`
  }
}

/** Where people sign in, outside the console. */
export interface IdentityProvider {
  /**
   * The address at which somebody signs in, and what must be kept until then.
   *
   * @param back the address to which he comes back
   */
  readonly begin: (back: string) => Promise<{ readonly address: string; readonly secrets: SignInSecrets }>
  /** Who came back. @param at the whole address @throws SignInRefused */
  readonly finish: (at: string, secrets: SignInSecrets) => Promise<Identity>
  /** The address at which somebody signs out there too. @param back the address to which he comes back */
  readonly signOutAt: (back: string) => string
}
