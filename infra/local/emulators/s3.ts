/** S3 for the embedded cloud: s3rver on disk, in a process of its own. Arguments: folder, bucket names. */
import S3rver, { type Middleware } from '@20minutes/s3rver'
import { fullDiskSentence } from '../start/disk.ts'
import { type RunningEmulator, runEmulator } from './child.ts'
import { isLetIn } from './guard.ts'
import { LOOPBACK } from './listen.ts'
import { anyAccessKey, conditionalWrites } from './s3-fidelity.ts'
import { keepInOneFile } from './s3-store.ts'

async function start(folder: string, buckets: string[]): Promise<RunningEmulator> {
  const server = new S3rver({
    address: LOOPBACK,
    port: 0,
    directory: folder,
    silent: true,
    allowMismatchedSignatures: true,
    configureBuckets: buckets.map((name) => ({ name })),
  })
  keepInOneFile(server.store, folder)
  server.middleware.unshift(onlyLetIn, anyAccessKey, conditionalWrites(server.store))
  // `silent` would silence failures of the emulator too. That the disk is full is said once, by who notices it.
  server.on('error', (error: Error & { status?: number }) => {
    if ((error.status ?? 500) >= 500 && fullDiskSentence(error) === null) console.error('s3:', error)
  })
  const { port } = await server.run()
  return { port, close: () => server.close() }
}

const onlyLetIn: Middleware = async (context, next) => {
  if (isLetIn(context, process.env.EMULATOR_TOKEN)) await next()
  else context.status = 403
}

await runEmulator(start)
