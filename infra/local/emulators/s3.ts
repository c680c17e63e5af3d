import { createRequire } from 'node:module'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'
import { fullDiskSentence } from '../start/disk.ts'
import { changeOnce } from './change-once.ts'
import { guard } from './guard.ts'
import { answerBy, type Emulator } from './in-process.ts'
import { LOOPBACK } from './listen.ts'
import { anyAccessKey, conditionalWrites } from './s3-fidelity.ts'
import { keepInOneFile } from './s3-store.ts'

export interface S3 extends Emulator {
  /** `http://127.0.0.1:<port>`, another port at every start. */
  readonly url: string
}

/**
 * S3 for the embedded cloud: s3rver on disk, in this process, under `dataDir`. What it acknowledged is kept when the
 * process is killed.
 *
 * @param buckets exist once this resolves
 * @param token what whoever writes must send along (`guard.ts`). Left out: nothing.
 */
export async function openS3(dataDir: string, buckets: readonly string[], token?: string): Promise<S3> {
  const folder = join(dataDir, 's3')
  changeOnce(createRequire(import.meta.url)('node:crypto'), listPastAThousandKeys)
  const server = new S3rver({
    address: LOOPBACK,
    port: 0,
    directory: folder,
    silent: true,
    allowMismatchedSignatures: true,
    configureBuckets: buckets.map((name) => ({ name })),
  })
  keepInOneFile(server.store, folder)
  server.middleware.unshift(anyAccessKey, conditionalWrites(server.store))
  // `silent` would silence failures of the emulator too. That the disk is full is said once, by who notices it.
  server.on('error', (error: Error & { status?: number }) => {
    if ((error.status ?? 500) >= 500 && fullDiskSentence(error) === null) console.error('s3:', error)
  })
  const { port } = await server.run()
  return {
    answer: answerBy(guard(server.httpServer, token)),
    url: `http://${LOOPBACK}:${port}`,
    close: () => server.close(),
  }
}

type Cipher = (algorithm: string, key: Uint8Array, iv: Uint8Array) => object

/**
 * s3rver makes its continuation tokens with DES, which OpenSSL 3 knows no more; Triple DES with the same key three
 * times is the same, and it knows that.
 */
function listPastAThousandKeys(crypto: Record<'createCipheriv' | 'createDecipheriv', Cipher>): void {
  for (const name of ['createCipheriv', 'createDecipheriv'] as const) {
    const original = crypto[name]
    crypto[name] = (algorithm, key, iv) =>
      algorithm === 'des' ? original('des-ede3-cbc', Buffer.concat([key, key, key]), iv) : original(algorithm, key, iv)
  }
}
