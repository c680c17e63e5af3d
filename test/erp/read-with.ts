import type { Claim } from '../../shared/erp/claim.ts'
import { type ExportItem, openExport, readItems } from '../../shared/erp/export.ts'
import type { Mapping } from '../../shared/erp/mapping/mapping.ts'
import { chunked } from './make-export.ts'

/** A file read by a mapping as if somebody had confirmed it, on 5 March 2026. */
export async function readWith(mapping: Mapping, text: string) {
  const mappings = [{ ...mapping, confirmedBy: 'Jansen' }]
  const open = await openExport('2026-03-05-bron.csv', chunked(Buffer.from(text)), { mappings })
  const items: ExportItem[] = []
  for await (const item of readItems(open, '2026-03-05')) items.push(item)
  return {
    claims: items.flatMap((item): Claim[] => (item.kind === 'claim' ? [item.claim] : [])),
    items: items.filter((item) => item.kind !== 'claim'),
  }
}
