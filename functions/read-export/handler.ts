import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { readExport, readExportInput } from './read-export.ts'

export const uses = {
  duration: 'long',
  indexes: ['client'],
  registers: 'read',
  renters: 'read',
  openCases: 'count',
  books: 'note',
  notes: { book: ['read', 'put'], import: ['read', 'put'], renumbering: ['read'], question: ['read', 'put'] },
  buckets: { inbox: ['read'], work: ['read', 'write'] },
  machines: { 'erp-import': ['describe'] },
} as const satisfies Uses

export const handler = lambda(readExportInput, (input) => readExport(portsOf(uses), input))
