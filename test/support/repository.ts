import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const FOLDERS = ['functions', 'infra', 'shared', 'statemachines', 'test']
/** What people write and read: no books of the sample, no generated files. */
const KINDS = new Set(['.ts', '.mjs', '.json', '.md', '.mustache'])

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
}

/** The files of the repository that people write, with those of the root. */
export function repositoryFiles(): SourceFile[] {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const atRoot = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'package-lock.json')
    .map((entry) => join(ROOT, entry.name))
  return [...inFolders, ...atRoot]
    .filter((path) => KINDS.has(extname(path)))
    .map((path) => ({
      path: path.slice(ROOT.length + 1).replaceAll('\\', '/'),
      text: readFileSync(path, 'utf8'),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}
