import { expect, test } from 'vitest'
import { repositoryFiles } from '../support/repository.ts'

// Holds the rulebook, shared/domain/README.md, against the code and the tests.

const RULEBOOK = 'shared/domain/README.md'
const files = repositoryFiles()
const textOf = (path: string): string => files.find((file) => file.path === path)?.text ?? ''
const book = textOf(RULEBOOK)

const CODE = '[RCGSFUKHIE][1-9][0-9]?[a-d]?'
/** A rule is where its code stands in bold: `**C6 Evidence`, `**G1**`. */
const rules = new Set([...book.matchAll(new RegExp(`\\*\\*(${CODE})\\b`, 'g'))].map((match) => match[1] ?? ''))
const invariants = [...(book.split('## Invariants')[1]?.split('\n## ')[0] ?? '').matchAll(/^(\d)\. /gm)].map(
  ([, number]) => Number(number),
)

/**
 * A code as prose and test titles have it. No citation is what stands within a name (`AwsSolutions-S1`, `AWS::S3`),
 * among data (`;F4;`, `I4-J4`), or alone between quotes (a heading `'H1'`, a cell `'C4'`): the reasons of the gate,
 * which stand so, are held by their type.
 */
const CITED = new RegExp(`(?<before>^|[^\\w;:./#$&<-])(?<code>${CODE})(?![\\w;/<=-])(?<after>['"\`]?)`, 'gm')

const citations = (text: string): string[] =>
  [...text.matchAll(CITED)].flatMap(({ groups }) => {
    const { before = '', code = '', after = '' } = groups ?? {}
    return after !== '' && before === after ? [] : [code]
  })

test('the rulebook has the families that the code cites, and eight invariants', () => {
  const families = new Set([...rules].map((code) => code[0]))
  expect([...families].sort().join('')).toBe('CEFGHIKRSU')
  expect(invariants).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})

test('a citation is told from a name, a cell and a heading', () => {
  expect(citations("// as the law says (C6 b, F3); U1–U3\ntest('G9 delivered already', …)")).toEqual([
    ...['C6', 'F3', 'U1', 'U3', 'G9'],
  ])
  expect(citations("tag('H1'), 'AwsSolutions-S1', AWS::S3::Bucket, 'I4-J4', '7;F4;8', [H01]")).toEqual([])
})

test('every rule that the code, the machines, a document or a test cites stands in the rulebook', () => {
  const unknown = files
    .filter(({ path }) => path !== RULEBOOK && path !== 'test/domain/rulebook.test.ts')
    .flatMap(({ path, text }) => {
      const missing = citations(text).filter((code) => !rules.has(code))
      const numbers = [...text.matchAll(/\binvariants? (\d)/g)].filter(
        ([, number]) => !invariants.includes(Number(number)),
      )
      return [...missing, ...numbers.map(([cited]) => cited)].map((code) => `${path}: ${code}`)
    })
  expect(unknown).toEqual([])
})

/** Texts that could be the title of a test: all but those of the worlds that are played, and of what tests share. */
const titles = files
  .filter(({ path }) => path.startsWith('test/') && !/^test\/(properties|support)\//.test(path))
  .filter(({ path }) => path !== 'test/domain/rulebook.test.ts')
  .flatMap(({ text }) => text.split('\n').filter((line) => !/^\s*(\/\/|\/?\*)/.test(line)))
  .flatMap((line) => [...line.matchAll(/(['"`])((?:(?!\1)[^\\]|\\.)+)\1/g)].map((match) => match[2] ?? ''))

const isCode = (word: string): boolean => new RegExp(`^${CODE}$`).test(word)

/** The rules that a title names: those it begins with (`C3 C4 what …`), and those in brackets (`… (C6, K2)`). */
function namedBy(title: string): string[] {
  const words = title.split(/[,:]?\s+/)
  const first = words.findIndex((word) => !isCode(word) && word !== 'and')
  const atStart = first > 0 ? words.slice(0, first) : []
  const between = [...title.matchAll(/\(([^()]+)\)/g)].map(([, inside = '']) => inside.split(/[\s,]+/))
  return [...atStart, ...between.filter((all) => all.every(isCode)).flat()].filter(isCode)
}

test('every rule has a test that names it', () => {
  const named = new Set(titles.flatMap(namedBy))
  const numbers = new Set(
    titles.flatMap((title) => [...title.matchAll(/\binvariant (\d)/g)].map(([, number]) => number)),
  )
  const untested = [...rules].filter((code) => !named.has(code))
  const unproved = invariants.filter((number) => !numbers.has(String(number))).map((number) => `invariant ${number}`)
  expect([...untested, ...unproved]).toEqual([])
})

test('the table of the gate has the reasons that the gate gives, in that order', () => {
  const table = book.split('### The gate')[1]?.split('\n### ')[0] ?? ''
  const rows = [...table.matchAll(new RegExp(`^\\| \\**(${CODE})\\** \\|`, 'gm'))].map(([, code]) => code)
  const given = [...textOf('shared/domain/gate.ts').matchAll(new RegExp(`'(${CODE})',?\\]?,?$`, 'gm'))].map(
    ([, code]) => code,
  )
  expect(rows).toEqual(given)
})
