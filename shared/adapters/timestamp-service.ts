import { createHash, randomBytes } from 'node:crypto'
import { id_signedData, SignedData } from '@peculiar/asn1-cms'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  id_ct_tstInfo,
  MessageImprint,
  PKIStatus,
  TimeStampReq,
  TimeStampResp,
  type TimeStampToken,
  TSTInfo,
} from '@peculiar/asn1-tsp'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import type { TimestampService } from '../contracts/anchor.ts'
import { type Uses, VARIABLES } from '../contracts/uses.ts'

const SHA256_OID = '2.16.840.1.101.3.4.2.1'
const WITHIN_MS = 20_000
/** An answer with the certificates of its signer takes some 8 kB. */
const ANSWER_BYTES = 256 * 1024

/** The answer of a timestamp service is not a stamp on what was sent. */
export class WrongTimestamp extends Error {
  override readonly name = 'WrongTimestamp'
}

/** The service that the stage names; null where it names none. */
export function timestampsOf(_: Uses & { readonly timestamps: true }): TimestampService | null {
  const url = process.env[VARIABLES.timestamps]
  return url === undefined || url === '' ? null : timestampService(url)
}

/**
 * A timestamp service over HTTP (RFC 3161, 3.4). Whether the signature of the answer is to be trusted is for whoever
 * relies on it, by the certificate of the service: `openssl ts -verify` does that.
 */
export function timestampService(url: string): TimestampService {
  return {
    async stamp(text) {
      const digest = createHash('sha256').update(text).digest()
      // Positive, as an ASN.1 integer reads it, and without a zero that it would leave out.
      const nonce = Uint8Array.of(0x40, ...randomBytes(15))
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
        body: new Uint8Array(requestFor(digest, nonce)),
        redirect: 'error',
        signal: AbortSignal.timeout(WITHIN_MS),
      })
      if (!response.ok) throw new WrongTimestamp(`the timestamp service answers ${response.status}`)
      const answer = new Uint8Array(await response.arrayBuffer())
      if (answer.length > ANSWER_BYTES) throw new WrongTimestamp('the answer is too long')
      checkAnswer(answer, digest, nonce)
      return answer
    },
  }
}

const requestFor = (digest: Uint8Array, nonce: Uint8Array<ArrayBuffer>): ArrayBuffer =>
  AsnConvert.serialize(
    new TimeStampReq({
      messageImprint: new MessageImprint({
        hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA256_OID, parameters: null }),
        hashedMessage: new OctetString(digest),
      }),
      nonce: nonce.buffer,
      certReq: true,
    }),
  )

/** @throws WrongTimestamp when it is no stamp, or one on something else, or the answer to another question */
function checkAnswer(answer: Uint8Array, digest: Uint8Array, nonce: Uint8Array): void {
  const { status, timeStampToken } = AsnConvert.parse(answer, TimeStampResp)
  if (!timeStampToken || (status.status !== PKIStatus.granted && status.status !== PKIStatus.grantedWithMods))
    throw new WrongTimestamp(`the timestamp service refuses, with status ${status.status}`)
  const stamp = contentOf(timeStampToken)
  const { hashAlgorithm, hashedMessage } = stamp.messageImprint
  if (hashAlgorithm.algorithm !== SHA256_OID || !isSame(hashedMessage.buffer, digest))
    throw new WrongTimestamp('the timestamp is on something else')
  if (!stamp.nonce || !isSame(stamp.nonce, nonce)) throw new WrongTimestamp('the timestamp answers another question')
}

function contentOf({ contentType, content }: TimeStampToken): TSTInfo {
  if (contentType !== id_signedData) throw new WrongTimestamp('the timestamp is not signed')
  const { eContentType, eContent } = AsnConvert.parse(content, SignedData).encapContentInfo
  if (eContentType !== id_ct_tstInfo || !eContent?.single) throw new WrongTimestamp('the answer holds no timestamp')
  return AsnConvert.parse(eContent.single.buffer, TSTInfo)
}

const isSame = (one: ArrayBuffer, other: Uint8Array): boolean => Buffer.from(one).equals(other)
