import { expect, it } from 'vitest'
import { changeOnce } from '../../../infra/local/emulators/change-once.ts'
import { writeAtOnce } from '../../../infra/local/emulators/write-at-once.ts'

type Done = (error?: Error | null) => void

/** As dynalite writes: what the indexes say of an item, and then the item; each by a call of its own. */
function dynaliteOf() {
  const written: unknown[] = []
  const level = {
    prototype: {
      put: async (key: string, value: object) => void written.push([{ type: 'put', key, value }]),
      batch: async (operations: readonly unknown[]) => void written.push(operations),
    },
  }
  const index = {
    put(key: string, value: object, done: Done): void {
      void level.prototype.put(`index ${key}`, value).then(() => done())
    },
    del(_key: string, done: Done): void {
      done()
    },
  }
  const db = {
    updateIndexes(
      store: { getIndexDb: (kind: string, table: string, name: string) => typeof index },
      _table: object,
      before: object | null,
      item: object | null,
      done: Done,
    ) {
      const day = store.getIndexDb('Global', 'cases', 'day')
      if (before) day.del('old', done)
      if (item) day.put('new', item, done)
    },
  }
  const put = (before: object | null, item: object) =>
    new Promise<void>((resolve, reject) =>
      db.updateIndexes({ getIndexDb: () => index }, {}, before, item, (error) => {
        if (error) reject(error)
        else void level.prototype.put('item-cases~x', item).then(resolve, reject)
      }),
    )
  return { level, db, written, put }
}

it('an item and what the indexes list of it are written as one, or not at all', async () => {
  const { level, db, written, put } = dynaliteOf()
  const item = { pk: { S: 'x' } }
  await put(null, item)
  expect(written).toHaveLength(2)

  for (const _twice of [1, 2]) changeOnce(db, () => writeAtOnce(level, db))
  written.length = 0
  await put(null, item)
  const both = [
    { type: 'put', key: 'index-global~cases~day~new', value: item },
    { type: 'put', key: 'item-cases~x', value: item },
  ]
  expect(written).toEqual([both])
})

it('what has no index is written as ever', async () => {
  const { level, db, written } = dynaliteOf()
  writeAtOnce(level, db)
  await level.prototype.put('table-cases', { status: 'ACTIVE' })
  expect(written).toEqual([[{ type: 'put', key: 'table-cases', value: { status: 'ACTIVE' } }]])
})
