import { type AttributeValue, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { convertToNative, marshall } from '@aws-sdk/util-dynamodb'

export type Item = Record<string, AttributeValue>

/** A plain object as an item; members that are undefined are left out, as JSON leaves them out. */
export const toItem = (value: object): Item => marshall(value, { removeUndefinedValues: true })

/** The attributes of an item as plain values, but for those named. */
export function fromItem(item: Item, except: ReadonlySet<string> = KEYS): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  for (const name in item) {
    const attribute = item[name]
    if (attribute !== undefined && !except.has(name)) value[name] = convertToNative(attribute)
  }
  return value
}

const KEYS: ReadonlySet<string> = new Set(['pk', 'sk'])

export const key = (pk: string, sk: string): Item => ({ pk: { S: pk }, sk: { S: sk } })

/** Whether a write was refused because its condition did not hold. */
export const conditionFailed = (error: unknown): boolean => error instanceof ConditionalCheckFailedException
