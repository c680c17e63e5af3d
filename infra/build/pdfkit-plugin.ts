import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/**
 * pdfkit reads its fonts through a `require` that a bundler does not see, and its colour profile (PDF/A) from a file
 * beside itself. Both become part of the bundle here. Each text below must be in pdfkit's source once, so that a new
 * version that does it otherwise breaks the build, and not a letter.
 */
const REPLACEMENTS: [from: string, to: string][] = [
  ['const require$1 = createRequire(import.meta.url);', ''],
  [
    "const ICC_PROFILE_PATH = new URL('./data/sRGB_IEC61966_2_1.icc', import.meta.url).href;",
    "import bundledIccProfile from './data/sRGB_IEC61966_2_1.icc';",
  ],
  ['fs.readFileSync(ICC_PROFILE_PATH)', 'bundledIccProfile'],
]

export const pdfkitPlugin: Plugin = {
  name: 'pdfkit',
  setup: (build) => {
    build.onLoad({ filter: /[\\/]pdfkit[\\/]js[\\/]pdfkit\.node\.mjs$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8')
      for (const [from, to] of REPLACEMENTS) {
        if (contents.split(from).length !== 2) throw new Error(`pdfkit is not as the bundling of it expects: ${from}`)
        contents = contents.replace(from, () => to)
      }
      return { contents: contents.replaceAll('require$1(', 'require('), loader: 'js' }
    })
  },
}
