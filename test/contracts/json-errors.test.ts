import { expect, test } from 'vitest'
import { z } from 'zod'
import { InputError, parseJsonFile, parseJsonLines } from '../../shared/contracts/json-errors.ts'

const shelfSchema = z.strictObject({
  name: z.string(),
  books: z.array(z.strictObject({ title: z.string().min(1), pages: z.int().min(1), until: z.iso.date().optional() })),
})

function problemWith(text: string): string {
  try {
    parseJsonFile('plank.json', text, shelfSchema)
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  return 'no problem'
}

test('a good file gives its value', () => {
  expect(parseJsonFile('plank.json', '\uFEFF{"name":"a","books":[]}\r\n', shelfSchema)).toEqual({
    name: 'a',
    books: [],
  })
})

test('a wrong value is named by file, line and field, without repeating it', () => {
  const text =
    '{\n  "name": "a",\n  "books": [\n    { "title": "t", "pages": 1 },\n    { "title": "Jansen",\n      "pages": "12" }\n  ]\n}'
  expect(problemWith(text)).toBe('plank.json, regel 6, books[1].pages: hier hoort een getal')
})

test('the error itself carries file, line and field', () => {
  expect(() => parseJsonFile('plank.json', '{\n"name": 1, "books": []}', shelfSchema)).toThrow(
    expect.objectContaining({ file: 'plank.json', line: 2, field: 'name' }),
  )
})

test.for([
  [
    'a missing field, at the object it is missing from',
    '{\n\n"name": "a"}',
    'plank.json, regel 1, books: dit veld ontbreekt',
  ],
  [
    'an unknown key, at the key',
    '{"name": "a", "books": [],\n "colour": 1}',
    'plank.json, regel 2, colour: deze sleutel is niet bekend',
  ],
  [
    'a date that does not exist',
    '{"name":"a","books":[{"title":"t","pages":1,"until":"2026-02-30"}]}',
    'plank.json, regel 1, books[0].until: dit is geen bestaande datum (schrijf jjjj-mm-dd)',
  ],
  [
    'a number that is too low',
    '{"name":"a","books":[{"title":"t","pages":0}]}',
    'plank.json, regel 1, books[0].pages: dit is te laag: minstens 1',
  ],
  [
    'an empty text',
    '{"name":"a","books":[{"title":"","pages":1}]}',
    'plank.json, regel 1, books[0].title: dit veld is leeg',
  ],
  [
    'a key that stands twice',
    '{"name":"a",\n"books":[],\n"name":"b"}',
    'plank.json, regel 3, name: deze sleutel staat er twee keer',
  ],
  ['a list instead of an object', '[]', 'plank.json, regel 1: hier hoort een object { … }'],
  ['an empty file', ' \n', 'plank.json, regel 1: hier staat niets'],
  ['a comma too many', '{"name": "a",\n "books": [],\n}', 'plank.json, regel 3: kolom 1: de JSON klopt hier niet'],
  ['an unquoted word', '{"name": a}', 'plank.json, regel 1: kolom 10: de JSON klopt hier niet'],
  ['a text without an end', '{"name": "a', 'plank.json, regel 1: kolom 10: de JSON klopt hier niet'],
  ['a line break in a text', '{"name": "a\nb"}', 'plank.json, regel 1: kolom 10: de JSON klopt hier niet'],
  ['something after the end', '{"name": "a", "books": []}\n}', 'plank.json, regel 2: kolom 1: de JSON klopt hier niet'],
  ['a file that was cut short', '{"name": "a", "books": [', 'plank.json, regel 1: kolom 25: de JSON klopt hier niet'],
  ['nesting without end', '['.repeat(100_000), 'plank.json, regel 1: er staan te veel haken in elkaar'],
] as const)('%s', ([, text, message]) => {
  expect(problemWith(text)).toBe(message)
})

test('of several mistakes the first in the text is named, with the number of others', () => {
  const text = '{ "books": [{"title":"t",\n "pages":0}],\n "colour": 1,\n "name": 2 }'
  expect(problemWith(text)).toBe('plank.json, regel 2, books[0].pages: dit is te laag: minstens 1 (en nog 2 fouten)')
})

test('a message is one line, whatever the keys look like', () => {
  expect(problemWith('{"name":"a","books":[],"een\\nsleutel":1}')).not.toContain('\n')
})

test('every text that JSON.parse reads can be read, and every text that it refuses has a place', () => {
  const texts = [
    '0',
    '-0.5e+3',
    '"\\u00e9\\n\u007f𝄞"',
    '[1,[],{}]',
    '{"":{"a":[null,true,false]}}',
    '01',
    '1.',
    '.5',
    '+1',
    '"\\x"',
    '"\t"',
    "'a'",
    'nul',
    '[1,]',
    '{"a" 1}',
    '{a:1}',
    '[1 2]',
    '{"a":1,}',
    '1 2',
  ]
  for (const text of texts) {
    const parsed = (() => {
      try {
        return { value: JSON.parse(text) as unknown }
      } catch {
        return 'refused'
      }
    })()
    const read = (() => {
      try {
        return { value: parseJsonFile('x', text, z.unknown()) }
      } catch (error) {
        expect(error).toBeInstanceOf(InputError)
        return 'refused'
      }
    })()
    expect(read, text).toEqual(parsed)
  }
})

test('a file of lines keeps the line of each value and skips empty lines', () => {
  expect(parseJsonLines('a.jsonl', '\uFEFF{"n":1}\r\n\r\n  \n{"n":2}\n', z.strictObject({ n: z.number() }))).toEqual([
    { line: 1, value: { n: 1 } },
    { line: 4, value: { n: 2 } },
  ])
})

test('in a file of lines the wrong line is named', () => {
  const read = (text: string) => () => parseJsonLines('a.jsonl', text, z.strictObject({ n: z.number() }))
  expect(read('{"n":1}\n\n{"n":"x"}')).toThrow('a.jsonl, regel 3, n: hier hoort een getal')
  expect(read('{"n":1}\n{"n":')).toThrow('a.jsonl, regel 2: kolom 6: de JSON klopt hier niet')
})
