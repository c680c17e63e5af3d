import type { Configuration } from 'openid-client'
import { z } from 'zod'
import { type Identity, type IdentityProvider, SignInRefused } from '../contracts/sign-in.ts'
import { VARIABLES } from '../contracts/uses.ts'

const WITHIN_SECONDS = 5

export interface OpenIdSettings {
  readonly issuer: string
  readonly clientId: string
  /** Where the pages of Amazon Cognito stand. */
  readonly domain: string
}

const claims = z.object({
  name: z.string().trim().min(1).max(120),
  // Amazon Cognito leaves it out for whoever is in no group.
  'cognito:groups': z.array(z.string()).default([]),
})

/** Null where no identity provider is set: on a machine of one's own. */
export function identityProviderFrom(environment: NodeJS.ProcessEnv): IdentityProvider | null {
  const {
    [VARIABLES.signInIssuer]: issuer,
    [VARIABLES.signInClient]: clientId,
    [VARIABLES.signInDomain]: domain,
  } = environment
  return issuer && clientId && domain ? openIdProvider({ issuer, clientId, domain }) : null
}

/**
 * Signing in at Amazon Cognito, by OpenID Connect: code flow with PKCE, by a client without a secret. The library is
 * loaded by the first who signs in, so that no page waits for it.
 *
 * @param settle further settings of the library; for tests
 */
export function openIdProvider(
  { issuer, clientId, domain }: OpenIdSettings,
  settle: readonly ((configuration: Configuration) => void)[] = [],
): IdentityProvider {
  let found: ReturnType<typeof find> | undefined
  const find = async () => {
    const openid = await import('openid-client')
    // Also who reads along between us and the provider could not put words in its mouth.
    const execute = [openid.enableNonRepudiationChecks, ...settle]
    const options = { execute, timeout: WITHIN_SECONDS }
    const configuration = await openid.discovery(new URL(issuer), clientId, undefined, openid.None(), options)
    return { openid, configuration }
  }
  /** Once; again after it failed. */
  const known = () => {
    found ??= find().catch((error) => {
      found = undefined
      throw error
    })
    return found
  }

  return {
    async begin(back) {
      const { openid, configuration } = await known()
      const secrets = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        verifier: openid.randomPKCECodeVerifier(),
      }
      const address = openid.buildAuthorizationUrl(configuration, {
        redirect_uri: back,
        scope: 'openid profile',
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
      })
      return { address: address.href, secrets }
    },

    async finish(at, { state, nonce, verifier }) {
      const { openid, configuration } = await known()
      try {
        const tokens = await openid.authorizationCodeGrant(configuration, new URL(at), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
        })
        return identityOf(tokens.claims())
      } catch (error) {
        throw error instanceof SignInRefused ? error : new SignInRefused(reasonOf(error))
      }
    },

    signOutAt(back) {
      const address = new URL('/logout', domain)
      address.search = new URLSearchParams({ client_id: clientId, logout_uri: back }).toString()
      return address.href
    },
  }
}

/** @throws SignInRefused for somebody without a name: nothing could be signed with it */
function identityOf(said: unknown): Identity {
  const { data } = claims.safeParse(said)
  if (!data) throw new SignInRefused('no_name')
  return { name: data.name, groups: data['cognito:groups'] }
}

const coded = z.object({ error: z.string().optional(), code: z.string().optional() })

/** A code of OAuth or of the library. It may come from the address bar: whatever is no code is not repeated. */
function reasonOf(error: unknown): string {
  const { data } = coded.safeParse(error)
  return [data?.error, data?.code].find((code) => code !== undefined && /^\w{1,60}$/.test(code)) ?? 'no_answer'
}
