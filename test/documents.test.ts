import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { repositoryFiles, type SourceFile } from './support/repository.ts'

// What the documents of the repository point to is there.

const files = repositoryFiles()
const documents = files.filter(({ path }) => path.endsWith('.md'))
const textAt = new Map(files.map(({ path, text }) => [path, text]))
const folders = new Set(files.flatMap(({ path }) => parents(path)))

function parents(path: string): string[] {
  const folder = posix.dirname(path)
  return folder === '.' ? [] : [folder, ...parents(folder)]
}

/** A heading as GitHub names it in an address. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-')

const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))

function broken({ path, text }: SourceFile): string[] {
  return [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => {
      const [file = '', anchor] = link.split('#')
      const target = file === '' ? path : posix.join(posix.dirname(path), file).replace(/\/$/, '')
      const found = textAt.get(target)
      if (found === undefined) return !folders.has(target) && !(target.endsWith('.png') && existsSync(target))
      return anchor !== undefined && !anchorsOf(found).includes(anchor)
    })
}

describe('a document', () => {
  test.each(documents)('$path: every link within the repository leads somewhere', (document) => {
    expect(broken(document)).toEqual([])
  })

  test('that a file names is there', () => {
    const missing = files
      .filter(({ path }) => path !== 'test/documents.test.ts')
      .flatMap(({ path, text }) =>
        [...text.matchAll(/[\w./-]*\w\.md\b/g)]
          .map(([named]) => named)
          .filter((named) => !textAt.has(named) && !textAt.has(posix.join(posix.dirname(path), named)))
          .map((named) => `${path} names ${named}`),
      )
    expect(missing).toEqual([])
  })

  test('has the part of the runbook that each alarm names', () => {
    const headings = anchorsOf(textAt.get('infra/aws/README.md') ?? '')
    const named = [...(textAt.get('infra/aws/constructs/watch/alarms.ts') ?? '').matchAll(/Runbook: ([^.]+)\./g)]
    expect(named.length).toBeGreaterThan(0)
    for (const [, part = ''] of named)
      expect(headings.filter((heading) => heading.startsWith(anchorOf(part)))).toHaveLength(1)
  })

  test('of the root is read in five minutes', () => {
    expect(textAt.get('README.md')?.split('\n').length).toBeLessThanOrEqual(200)
  })
})

test('a comment is at most 120 columns wide, like the code', () => {
  const wide = files
    .filter(({ path }) => path.endsWith('.ts'))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          /^\s*(\/\*|\*|\/\/)/.test(line) && line.length > 120 ? [`${path}:${index + 1}`] : [],
        ),
    )
  expect(wide).toEqual([])
})
