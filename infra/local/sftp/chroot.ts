import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import type { Portal } from '../../../shared/contracts/portals.ts'
import { FILE_KINDS, portalFolder } from '../../../shared/rounds/portal-file.ts'

/** A file as a portal sees it. */
export interface Listed {
  readonly name: string
  readonly size: number
  readonly modified: Date
}

/** A place that a portal names: the folder at the top, a folder with files, or a file. */
export type Place =
  | { readonly is: 'root' }
  | { readonly is: 'folder'; readonly folder: string }
  | { readonly is: 'file'; readonly folder: string; readonly name: string }

/**
 * What one portal sees, and nothing else: the signals and the withdrawals that were written for it and this channel.
 * Removing a file hides it from the portal; the file itself stays, for it is evidence (S2).
 *
 * @param memory the file that remembers what was removed
 */
export function openChroot(s3: S3Client, bucket: string, portal: Portal, memory: string) {
  const top = portalFolder({ portal, channel: 'sftp' })
  const keyOf = (folder: string, name: string) => `${top}/${folder}/${name}`
  const removed = () => new Set(existsSync(memory) ? readFileSync(memory, 'utf8').split('\n') : [])

  async function list(folder: string): Promise<Listed[]> {
    const gone = removed()
    const found: Listed[] = []
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: `${top}/${folder}/` }))
      for (const { Key = '', Size = 0, LastModified = new Date(0) } of page.Contents ?? [])
        if (!gone.has(Key)) found.push({ name: posix.basename(Key), size: Size, modified: LastModified })
    return found
  }

  return {
    keyOf,
    list,
    /** Keys of the files that were picked up since this server started. */
    taken: new Set<string>(),
    find: async (folder: string, name: string): Promise<Listed | null> =>
      (await list(folder)).find((file) => file.name === name) ?? null,
    async read(folder: string, name: string): Promise<Uint8Array> {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(folder, name) }))
      return (await Body?.transformToByteArray()) ?? new Uint8Array()
    },
    hide: (folder: string, name: string): void => appendFileSync(memory, `${keyOf(folder, name)}\n`),
  }
}

export type Chroot = ReturnType<typeof openChroot>

/** The memory of one portal's chroot. */
export const removedFile = (folder: string, user: string): string => join(folder, `${user}.removed`)

/** What a path means inside the chroot; null for one that cannot exist there. `..` ends at the top. */
export function placeOf(path: string): Place | null {
  const [folder = '', name, ...deeper] = resolved(path).slice(1).split('/')
  if (folder === '') return { is: 'root' }
  if (!FILE_KINDS.some((kind) => kind === folder) || deeper.length > 0) return null
  return name === undefined ? { is: 'folder', folder } : { is: 'file', folder, name }
}

export const resolved = (path: string): string => posix.resolve('/', path)
