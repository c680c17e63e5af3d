import { NOTES, type NoteKind, type Notes } from '../../../shared/contracts/notes.ts'
import type { Notebook } from '../../../shared/contracts/ports.ts'

/** A notebook in memory; it holds JSON, so that nobody changes a note by what he gave or got. */
export function aNotebook(): Notebook {
  const notes = new Map<string, string>()
  const prefixOf = (kind: NoteKind) => `${kind}#`
  const read = <Kind extends NoteKind>(kind: Kind, text: string): Notes[Kind] => NOTES[kind].parse(JSON.parse(text))
  const write = (kind: NoteKind, id: string, value: unknown) => notes.set(prefixOf(kind) + id, JSON.stringify(value))
  return {
    async get(kind, id) {
      const text = notes.get(prefixOf(kind) + id)
      return text === undefined ? null : read(kind, text)
    },
    async put(kind, id, value) {
      write(kind, id, value)
    },
    async putMany(kind, given) {
      for (const { id, value } of given) write(kind, id, value)
    },
    async list(kind) {
      const prefix = prefixOf(kind)
      const found = [...notes].filter(([path]) => path.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1))
      return found.map(([path, text]) => ({ id: path.slice(prefix.length), value: read(kind, text) }))
    },
    async replace(kind, id, before, value) {
      if (notes.get(prefixOf(kind) + id) !== JSON.stringify(before)) return false
      write(kind, id, value)
      return true
    },
    async reserve(kind, id, value) {
      const path = prefixOf(kind) + id
      const stands = notes.get(path) ?? JSON.stringify(value)
      notes.set(path, stands)
      return read(kind, stands)
    },
  }
}
