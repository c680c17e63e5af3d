import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../shared/runtime/sha256.ts'

/** Beside this file, also where it is bundled. */
const text = readFileSync(join(import.meta.dirname, 'assets/console.css'), 'utf8')

/** The one stylesheet, under a name that changes with it: a browser keeps it for ever. */
export const styles = { text, href: `/console.css?${sha256(text).slice(0, 12)}` }
