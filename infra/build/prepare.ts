import { cachedBundles } from './cached-bundles.ts'

// Part of `npm ci`: the functions are bundled once, so that the first run does not wait for it.
await cachedBundles()
