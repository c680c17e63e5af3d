import type { Notebook } from '../../shared/contracts/ports.ts'

/** A notebook in memory. The adapter itself is tested against a real engine. */
export function aNotebook() {
  const notes = new Map<string, unknown>()
  const path = (kind: string, id: string) => `${kind}#${id}`
  return {
    get: async <T>(kind: string, id: string) => (notes.get(path(kind, id)) as T | undefined) ?? null,
    put: async (kind, id, value) => {
      notes.set(path(kind, id), value)
    },
    putMany: async (kind, given) => {
      for (const { id, value } of given) notes.set(path(kind, id), value)
    },
    list: async <T>(kind: string) =>
      [...notes].flatMap(([key, value]) =>
        key.startsWith(`${kind}#`) ? [{ id: key.slice(kind.length + 1), value: value as T }] : [],
      ),
    reserve: async <T>(kind: string, id: string, value: T) => {
      const stands = (notes.get(path(kind, id)) as T | undefined) ?? value
      notes.set(path(kind, id), stands)
      return stands
    },
  } satisfies Notebook
}
