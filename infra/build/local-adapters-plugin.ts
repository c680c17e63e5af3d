import { join, resolve } from 'node:path'
import type { Plugin } from 'esbuild'
import { PROJECT } from './project.ts'

/** The adapters that the embedded cloud has of its own. */
export const LOCAL_ADAPTERS = join(PROJECT, 'infra/local/adapters')

const INSTEAD_OF: ReadonlyMap<string, string> = new Map(
  [
    'shared/adapters/clients.ts',
    'shared/adapters/secrets.ts',
    'shared/adapters/transfer-client.ts',
    'shared/runtime/clock.ts',
  ].map((path) => [join(PROJECT, path), join(LOCAL_ADAPTERS, path.slice(path.lastIndexOf('/') + 1))]),
)

/** Puts the embedded cloud's own clients, secrets and clock in the place of those for AWS; nothing else differs. */
export const localAdaptersPlugin: Plugin = {
  name: 'local-adapters',
  setup: (build) => {
    build.onResolve({ filter: /\/(clients|secrets|transfer-client|clock)\.ts$/ }, ({ path, resolveDir }) => {
      const own = INSTEAD_OF.get(resolve(resolveDir, path))
      // The embedded cloud's own are made of those for AWS.
      return own === undefined || resolveDir === LOCAL_ADAPTERS ? undefined : { path: own }
    })
  },
}
