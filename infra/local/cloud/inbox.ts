import type { DatabaseSync } from 'node:sqlite'
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { BUCKETS } from './resources.ts'

/**
 * S3's object-created events of the inbox: each new or replaced file is announced once its import was started, so it
 * may be twice.
 */
export function openInbox(database: DatabaseSync, s3: S3Client) {
  database.exec(
    'CREATE TABLE IF NOT EXISTS inbox (key TEXT NOT NULL, etag TEXT NOT NULL, PRIMARY KEY (key, etag)) STRICT',
  )
  const known = database.prepare('SELECT 1 FROM inbox WHERE key = ? AND etag = ?')
  const insert = database.prepare('INSERT OR IGNORE INTO inbox (key, etag) VALUES (?, ?)')
  return {
    /** @param created starts the import of a file; the tag is the content's, the same for the same bytes */
    async check(created: (key: string, tag: string) => Promise<void>): Promise<void> {
      let token: string | undefined
      do {
        const page = await s3.send(new ListObjectsV2Command({ Bucket: BUCKETS.inbox, ContinuationToken: token }))
        for (const { Key: key, ETag: tag = '' } of page.Contents ?? []) {
          if (key === undefined || known.get(key, tag)) continue
          await created(key, tag.replace(/\W/g, ''))
          insert.run(key, tag)
        }
        token = page.NextContinuationToken
      } while (token !== undefined)
    },
  }
}
