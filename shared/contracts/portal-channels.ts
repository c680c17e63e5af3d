/** What stands in the way of a delivery, by what must be done about it. */
export class PortalUnreachable extends Error {
  override readonly name = 'PortalUnreachable'
}

/** People must act before another attempt makes sense: nothing is tried again by itself within the round. */
export class PortalRefused extends Error {
  override readonly name = 'PortalRefused'
  readonly reason: RefusedBy

  constructor(reason: RefusedBy) {
    super(reason)
    this.reason = reason
  }
}

/**
 * `portal-login`: the key, password or token is not taken. `portal-host-key`: the server is not the one that is known.
 * `portal-differs`: there is another file under this name. `portal-secret`: the secret was not set up.
 */
export const REFUSED_BY = ['portal-login', 'portal-host-key', 'portal-differs', 'portal-secret'] as const
export type RefusedBy = (typeof REFUSED_BY)[number]

/** A folder on an SFTP server of the portal. */
export interface SftpTarget {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly folder: string
  /** `SHA256:…` of the only host keys that are trusted. */
  readonly hostKeys: readonly string[]
  /** Name of the secret that holds the private key. */
  readonly secret: string
}

export interface FileDrop {
  /**
   * Puts a file in the folder: under another name first, and under its own once it is whole. The same file again has no effect; one
   * that is there by half is replaced.
   *
   * @param step what is known of an earlier attempt, and what is to be kept before the file appears under its own name
   * @throws PortalUnreachable
   * @throws PortalRefused
   */
  put(target: SftpTarget, file: { readonly name: string; readonly bytes: Uint8Array }, step: DropStep): Promise<void>
}

/** A portal may take a file away as soon as it appears: so "it is not there" alone does not say that it never was. */
export interface DropStep {
  readonly renamedBefore: boolean
  readonly beforeRename: () => Promise<void>
}

/** One signal or withdrawal for the API of a portal. */
export interface ApiCall {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Null for a call without a body. */
  readonly body: object | null
  /** The same for every attempt of one signal, and of no other. */
  readonly idempotencyKey: string
}

/** What the portal said of one call. `reference` is the portal's own name for the signal; `reason` is a short code. */
export type ApiAnswer =
  | { readonly accepted: true; readonly reference: string | null }
  | { readonly accepted: false; readonly reason: string }

export interface PortalApi {
  /**
   * @throws PortalUnreachable after the last attempt
   * @throws PortalRefused
   */
  send(call: ApiCall): Promise<ApiAnswer>
}
