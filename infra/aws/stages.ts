/** Servers within the EU (K4). */
const REGIONS = ['eu-west-1', 'eu-central-1'] as const

export interface Stage {
  readonly name: string
  readonly region: (typeof REGIONS)[number]
  readonly sender: Sender
  readonly ris: RisDelivery
  /**
   * The IAM roles of this account that may report facts, by name, with the path before it where there is one. Nobody
   * else may, administrators included; with none, nobody.
   */
  readonly reporters: readonly string[]
  /** How long logs are kept, in days. They hold codes and case ids, and no person. */
  readonly logDays: 30 | 365
  /**
   * How many calls of a function may run at the same time, by folder of `functions/`: what SES sends in a second, and
   * what a round may ask of the table. Concurrency that is reserved is taken from the account's own, of which Lambda
   * wants 100 left: an account that is new has 10 in all.
   */
  readonly atOnce: Readonly<Record<string, number>>
  /** E-mail addresses of who must hear of alarms; each is asked once to confirm. */
  readonly operators: readonly string[]
  /** What the account may cost in a month, in US dollars, before the operators hear of it; null for no budget. */
  readonly monthlyBudget: number | null
  /**
   * Address of a timestamp service (RFC 3161) that stamps the anchor of each day; null for none. It gets the SHA-256 of
   * the anchor, and nothing else. The moment in a qualified stamp is presumed right in court (eIDAS, art. 41).
   */
  readonly timestamps: `https://${string}` | null
  /**
   * The console's own address, with the ARN of its certificate, of the same region; null for the address that AWS
   * gives. Whoever keeps the domain points it to what the stack names.
   */
  readonly consoleDomain: { readonly name: string; readonly certificate: string } | null
}

/** Where letters come from. */
export interface Sender {
  readonly domain: string
  /**
   * `here`: this stage makes the identity in SES; the README tells how it is proved. `elsewhere`: SES knows the domain
   * already, as it may be made only once in an account and region.
   */
  readonly identity: 'here' | 'elsewhere'
}

/**
 * How files for RIS Matching reach Inforing, for municipalities with the channel `sftp`. On AWS nothing else says it:
 * `RIS.sftp` of `portals.json` is for a machine of one's own. Withdrawals are among them where `RIS.withdrawalsFolder`
 * of `portals.json` names a folder, and else for a person (S4).
 */
export type RisDelivery =
  /** Somebody uploads each file at the portal; the operators hear of every file that lies ready. */
  | { readonly by: 'hand' }
  /** Inforing fetches the files from a server of ours, with one of these SSH keys. */
  | { readonly by: 'pickup'; readonly publicKeys: readonly string[] }
  /** We bring each file to Inforing's server, which lets in the fixed addresses of the connector. */
  | {
      readonly by: 'push'
      /** `sftp://host:22` */
      readonly url: `sftp://${string}`
      /** Public keys by which the server is recognised; any other server is refused. */
      readonly hostKeys: readonly string[]
      readonly folder: string
    }

/** Every deployment of the system. The account is that of the credentials with which it is deployed. */
export const stages: readonly Stage[] = [
  {
    name: 'test',
    region: 'eu-central-1',
    sender: { domain: 'test.voorbeeld.example', identity: 'elsewhere' },
    ris: { by: 'hand' },
    reporters: [],
    logDays: 30,
    atOnce: {},
    operators: [],
    monthlyBudget: null,
    timestamps: null,
    consoleDomain: null,
  },
  {
    name: 'production',
    region: 'eu-central-1',
    sender: { domain: 'voorbeeld.example', identity: 'here' },
    ris: { by: 'hand' },
    reporters: [],
    logDays: 365,
    atOnce: { console: 20, 'send-letter': 12, 'inform-agency': 2, 'write-signals': 4, 'write-withdrawals': 4 },
    operators: ['beheer@voorbeeld.example'],
    monthlyBudget: 200,
    timestamps: null,
    consoleDomain: null,
  },
]

/**
 * The stage named on the command line, as `-c stage=production`; `test` when none is. @throws Error when there is no
 * such stage
 */
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
