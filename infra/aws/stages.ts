/** Servers within the EU (K4). */
const REGIONS = ['eu-west-1', 'eu-central-1'] as const

export interface Stage {
  readonly name: string
  readonly region: (typeof REGIONS)[number]
  /** The domain of the address that letters come from; an identity that SES has verified in this region. */
  readonly senderDomain: string
  /** How long the functions' logs are kept. They hold codes and case ids, and no person. */
  readonly logDays: 30 | 365
  /** The public keys of portals that come for their files over SFTP; a server is made, and paid by the hour, once one is named. */
  readonly sftpKeys: Readonly<Partial<Record<'ris' | 'vps', readonly string[]>>>
}

/** Every deployment of the system. The account is that of the credentials with which it is deployed. */
const stages: readonly Stage[] = [
  { name: 'test', region: 'eu-central-1', senderDomain: 'test.voorbeeld.example', logDays: 30, sftpKeys: {} },
  { name: 'production', region: 'eu-central-1', senderDomain: 'voorbeeld.example', logDays: 365, sftpKeys: {} },
]

/** The stage named on the command line, as `-c stage=production`; `test` when none is. @throws Error when there is no such stage */
export function stageNamed(name: unknown = 'test'): Stage {
  const found = stages.find((stage) => stage.name === name)
  if (!found) throw new Error(`no stage ${String(name)}; there are ${stages.map((stage) => stage.name).join(', ')}`)
  return found
}

/** @throws Error when the stage lies outside the EU (K4) */
export function refuseOutsideEu({ name, region }: Stage): void {
  const regions: readonly string[] = REGIONS
  if (!regions.includes(region)) throw new Error(`stage ${name}: ${region} is not one of ${regions.join(', ')} (K4)`)
}
