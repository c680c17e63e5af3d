import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import { Construct } from 'constructs'

interface SpendProps {
  readonly prefix: string
  /** US dollars a month, for the whole account. */
  readonly limit: number
  readonly addresses: readonly string[]
}

/** The operators hear when the account will cost more this month than was planned, and again when it has. */
export class Spend extends Construct {
  constructor(scope: Construct, id: string, { prefix, limit, addresses }: SpendProps) {
    super(scope, id)
    if (addresses.length === 0) throw new Error('a budget of which nobody hears: the stage has no operators')
    const subscribers = addresses.map((address) => ({ subscriptionType: 'EMAIL', address }))
    const told = (notificationType: string) => ({
      notification: {
        notificationType,
        comparisonOperator: 'GREATER_THAN',
        threshold: 100,
        thresholdType: 'PERCENTAGE',
      },
      subscribers,
    })
    new CfnBudget(this, 'Month', {
      budget: {
        budgetName: `${prefix}-month`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: limit, unit: 'USD' },
      },
      notificationsWithSubscribers: [told('FORECASTED'), told('ACTUAL')],
    })
  }
}
