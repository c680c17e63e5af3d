/** What dynalite calls of its store to write. */
interface Level {
  readonly prototype: {
    put: (key: string, value: object) => Promise<void>
    batch: (operations: readonly Write[]) => Promise<void>
  }
}

type Write = { type: 'put'; key: string; value: object } | { type: 'del'; key: string }
type Done = (error?: Error | null) => void
type IndexDb = Record<'put', (key: string, value: object, done: Done) => void> &
  Record<'del', (key: string, done: Done) => void>
interface Indexes {
  updateIndexes: (store: Indexed, table: object, before: object | null, item: object | null, done: Done) => void
}
interface Indexed {
  getIndexDb: (kind: string, table: string, index: string) => IndexDb
}

/**
 * Makes dynalite write an item and what its indexes say of it as one. By itself it writes the indexes first: killed in
 * between, a table listed for ever what was never put, or no longer listed what was. DynamoDB's indexes follow what was
 * put. It saves the waiting for each write too. Of an item that is deleted the indexes still go first.
 */
export function writeAtOnce({ prototype }: Level, db: Indexes): void {
  const { put, batch } = prototype
  const { updateIndexes } = db
  const ofItem = new WeakMap<object, Write[]>()

  db.updateIndexes = (store, table, before, item, done) => {
    if (item === null || item === undefined) return updateIndexes(store, table, before, item, done)
    const writes: Write[] = []
    const kept: Indexed = {
      getIndexDb: (kind, name, index) => {
        const under = (key: string) => `index-${kind.toLowerCase()}~${name}~${index}~${key}`
        return {
          put(key, value, written) {
            writes.push({ type: 'put', key: under(key), value })
            written()
          },
          del(key, written) {
            writes.push({ type: 'del', key: under(key) })
            written()
          },
        }
      },
    }
    updateIndexes(kept, table, before, item, (error) => {
      ofItem.set(item, writes)
      done(error)
    })
  }
  prototype.put = function putWithIndexes(key, value) {
    const writes = ofItem.get(value)
    return writes === undefined
      ? Reflect.apply(put, this, [key, value])
      : Reflect.apply(batch, this, [[...writes, { type: 'put', key, value }]])
  }
}
