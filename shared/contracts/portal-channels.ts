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

/** A file was brought on its way before, and nobody knows yet what became of it: to be asked again in a while. */
export class TransferUnderWay extends Error {
  override readonly name = 'TransferUnderWay'
}

/** Why a file did not reach its portal: people act on the first, and the second passes. */
export type NotDelivered = RefusedBy | 'portal-unreachable'

/** What became of one transfer. `unknown`: the service does not know of it, not yet or not any more. */
export type TransferOutcome =
  | { readonly status: 'under-way' | 'completed' | 'unknown' }
  | { readonly status: 'failed'; readonly reason: NotDelivered }

/** Pushes files to the SFTP server of a portal, and reports later what became of each, as an event. */
export interface FilePush {
  /**
   * Starts to bring a file from the bucket for the portals to the folder for its kind. Two starts are two transfers.
   *
   * @returns the name of the transfer
   * @throws PortalUnreachable when it was certainly not started; another error when that is not known
   */
  start(file: { readonly key: string; readonly kind: 'signals' | 'withdrawals' }): Promise<string>
  outcome(transfer: string): Promise<TransferOutcome>
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

/**
 * What the portal said of one call. `status` is HTTP's, null where nothing was sent; `reference` is the portal's own
 * name for the signal; `reason` is a short code.
 */
export type ApiAnswer =
  | { readonly accepted: true; readonly status: number; readonly reference: string | null }
  | { readonly accepted: false; readonly status: number | null; readonly reason: string }

export interface PortalApi {
  /**
   * @throws PortalUnreachable after the last attempt
   * @throws PortalRefused
   */
  send(call: ApiCall): Promise<ApiAnswer>
}
