import { type Stage, stages } from './aws/stages.ts'

// What the settings of the stages say of the address that letters come from.

/** The stage of a table, by the name that CloudFormation gave it; null for a table of no stage. */
export const stageOfTable = (table: string): Stage | null =>
  stages.find(({ name }) => table.startsWith(`vroegsignalering-${name}-data-`)) ?? null

/** Whether SES lets a stage mail from an address: one in its domain, or in a domain under that. */
export function maySendFrom({ sender }: Stage, address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return domain === sender.domain || domain.endsWith(`.${sender.domain}`)
}

/**
 * What is wrong with the address that letters come from, in Dutch; null when nothing is.
 *
 * @param stage null on a machine of one's own: there, some stage must let it through
 */
export function wrongSender(from: string, stage: Stage | null): string | null {
  const allowing = stage === null ? stages : [stage]
  if (allowing.some((each) => maySendFrom(each, from))) return null
  const domains = allowing.map(({ sender }) => sender.domain).join(' of ')
  return `organisation.from ${from} ligt niet in ${domains} (infra/aws/stages.ts): SES neemt zulke post niet aan`
}
