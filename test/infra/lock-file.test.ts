import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'

const entrySchema = z.object({
  inBundle: z.boolean().optional(),
  link: z.boolean().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
})
const lockSchema = z.object({ packages: z.record(z.string(), entrySchema) })
const lock = readFileSync(resolve(import.meta.dirname, '../../package-lock.json'), 'utf8')
const packages = Object.entries(lockSchema.parse(JSON.parse(lock)).packages).filter(([path]) => path !== '')

test('every package that is fetched, for whatever platform, must be the one whose hash stands in the lock file', () => {
  const fetched = packages.filter(([, { inBundle, link }]) => inBundle !== true && link !== true)
  expect(fetched.length).toBeGreaterThan(100)
  expect(fetched.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([path]) => path)).toEqual([])
})

test('the lock file names no other place to fetch from than the public one', () => {
  const elsewhere = packages.filter(([, { resolved }]) => !(resolved ?? PUBLIC).startsWith(PUBLIC))
  expect(elsewhere.map(([path]) => path)).toEqual([])
})

const PUBLIC = 'https://registry.npmjs.org/'
