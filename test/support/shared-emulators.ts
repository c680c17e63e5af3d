import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { openS3 } from '../../infra/local/emulators/s3.ts'
import { openSes } from '../../infra/local/emulators/ses.ts'
import { s3Client } from '../../shared/adapters/clients.ts'
import { localCloud } from './local-cloud.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** S3 and SES, started once for all files of the project `emulators` in vitest.config.ts. */
    readonly emulators: { readonly s3: string; readonly ses: string; readonly mailFolder: string }
  }
}

/** For vitest, which calls it once before the first test file and what it returns after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'emulators-'))
  const [s3, ses] = await Promise.all([openS3(folder, []), openSes(folder)])
  project.provide('emulators', { s3: s3.url, ses: ses.url, mailFolder: ses.mailFolder })
  return async () => {
    await Promise.all([s3.close(), ses.close()])
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A client of the shared S3, with a bucket that no other test file has. */
export async function bucketOfItsOwn() {
  localCloud({ s3: inject('emulators').s3 })
  const [s3, bucket] = [s3Client(), `test-${randomUUID()}`]
  await s3.send(new CreateBucketCommand({ Bucket: bucket }))
  return { s3, bucket }
}
