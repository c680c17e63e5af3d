import { programIn } from '../build/bundled.ts'
import { cachedBundles } from '../build/cached-bundles.ts'

// `npm start` is in start/command.ts.

await import(programIn(await cachedBundles(), 'start'))
