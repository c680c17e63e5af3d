// The emulators that are published without types: no more of each than is used here.

declare module 'dynalite' {
  import type { Server } from 'node:http'
  export default function dynalite(options: { path: string; createTableMs: number; deleteTableMs: number }): Server
}

declare module '@20minutes/s3rver' {
  import type { EventEmitter } from 'node:events'
  import type { IncomingHttpHeaders, Server } from 'node:http'
  import type { AddressInfo } from 'node:net'

  export type RequestContext = {
    readonly method: string
    readonly headers: IncomingHttpHeaders
    /** Percent-encoded, always `/bucket/key` for a client that addresses the emulator by IP. */
    readonly path: string
    /** Percent-encoded, without the question mark. */
    readonly querystring: string
    get(header: string): string
    status: number
    type: string
    body: unknown
  }
  export type Middleware = (context: RequestContext, next: () => Promise<unknown>) => Promise<unknown>
  export type S3Metadata = Readonly<Record<string, string | number>>
  export type FilesystemStore = {
    getBucket(name: string): Promise<object | null>
    getBucketPath(name: string): string
    deleteBucket(name: string): Promise<void>
    getSubresource(bucket: string, key: string | undefined, type: string): Promise<null>
    putObject(object: {
      bucket: string
      key: string
      content: Buffer | AsyncIterable<Buffer>
      metadata: S3Metadata
    }): Promise<{ size: number; md5: string }>
    /** @param range the first and the last byte that are asked for */
    getObject(bucket: string, key: string, range?: { start?: number; end?: number }): Promise<object | null>
    getMetadata(bucket: string, key: string): Promise<S3Metadata>
    deleteObject(bucket: string, key: string): Promise<void>
    existsObject(bucket: string, key: string): Promise<boolean>
    getResourcePath(bucket: string, key: string, resource: string): string
  }
  export default class S3rver extends EventEmitter {
    constructor(options: {
      address: string
      port: number
      directory: string
      silent: boolean
      allowMismatchedSignatures: boolean
      configureBuckets: { name: string }[]
    })
    readonly middleware: Middleware[]
    readonly store: FilesystemStore
    run(): Promise<AddressInfo>
    readonly httpServer: Server
    close(): Promise<void>
  }
}

declare module '@20minutes/s3rver/lib/models/object.js' {
  import type { Readable } from 'node:stream'
  import type { S3Metadata } from '@20minutes/s3rver'

  export default class S3Object {
    constructor(bucket: string, key: string, content: Readable | null, metadata: S3Metadata)
  }
}

declare module '@20minutes/s3rver/lib/models/account.js' {
  type Account = { createKeyPair(accessKeyId: string, secretAccessKey: string): void }
  const AWSAccount: { registry: ReadonlyMap<string, Account>; DUMMY_ACCOUNT: Account }
  export default AWSAccount
}
