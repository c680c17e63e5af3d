import { Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Alarms } from './constructs/watch/alarms.ts'
import { board } from './constructs/watch/board.ts'
import { Counts } from './constructs/watch/counts.ts'
import { operators } from './constructs/watch/operators.ts'
import { PortalNews } from './constructs/watch/portal-news.ts'
import { Spend } from './constructs/watch/spend.ts'
import type { DataStack } from './data-stack.ts'
import type { ProcessStack } from './process-stack.ts'
import type { Stage } from './stages.ts'

export interface WatchProps extends StackProps {
  readonly stage: Stage
  readonly prefix: string
  readonly data: DataStack
  readonly process: ProcessStack
}

/** What tells people how it goes: alarms, one page to look at, and what it costs. */
export class WatchStack extends Stack {
  constructor(scope: Construct, id: string, { stage, prefix, data, process, ...props }: WatchProps) {
    super(scope, id, props)
    const key = data.keys.messages
    const topic = operators(this, key, stage.operators)
    const counts = new Counts(this, 'Counts', { prefix, data, process })
    const news = new PortalNews(this, 'PortalNews', {
      signals: data.buckets.signals,
      serverId: process.risFiles.serverId,
      operators: topic,
      key,
    })
    const { all } = new Alarms(this, 'Alarms', { prefix, data, process, counts, news, operators: topic })
    board(this, { prefix, data, process, counts, news, alarms: all })
    if (stage.monthlyBudget !== null)
      new Spend(this, 'Spend', { prefix, limit: stage.monthlyBudget, addresses: stage.operators })
  }
}
