import { block, callback, done, END, keep, lambda, machine } from './support.ts'

/** Has a bit of everything that a crash could hit: waits, calls, retries, callbacks, iterations, child executions. */
export const SCENARIO = machine({
  Begin: keep({ n: '{% $states.input.n %}', seen: [] }, { Next: 'Call' }),
  Call: lambda('call', {
    Arguments: { FunctionName: 'call', Payload: { n: '{% $n %}', retry: '{% $states.context.State.RetryCount %}' } },
    Assign: { seen: "{% ['call'] %}" },
    Retry: [{ ErrorEquals: ['Shaky'], IntervalSeconds: 3600 }],
    Next: 'Rest',
  }),
  Rest: { Type: 'Wait', Seconds: 86_400, Next: 'Hold' },
  Hold: callback('hold', {
    Arguments: { TableName: 'hold', Item: { n: '{% $n %}', token: '{% $states.context.Task.Token %}' } },
    Assign: { seen: '{% [$seen, $states.context.State.EnteredTime, $states.result] %}' },
    TimeoutSeconds: 864_000,
    Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Each' }],
    Next: 'Each',
  }),
  Each: {
    Type: 'Map',
    Items: '{% [$n, $n + 1, $n + 2] %}',
    MaxConcurrency: 2,
    ItemSelector: { n: '{% $n %}', item: '{% $states.context.Map.Item.Value %}' },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      ...block({ Pause: { Type: 'Wait', Seconds: 60, Next: 'Item' }, Item: lambda('item', END) }),
    },
    Output: '{% {"how": $states.input, "items": $states.result} %}',
    Next: 'Children',
  },
  Children: {
    Type: 'Map',
    Items: '{% $states.input.items %}',
    MaxConcurrency: 2,
    ItemSelector: { n: '{% $n %}', item: '{% $states.context.Map.Item.Value %}' },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      ...block({ Child: lambda('child', { Retry: [{ ErrorEquals: ['Shaky'], MaxAttempts: 1 }], ...END }) }),
    },
    Output: '{% {"before": $states.input, "children": $states.result} %}',
    Next: 'Done',
  },
  Done: done('{% {"seen": $seen, "before": $states.input.before, "children": $states.input.children} %}'),
})

export const WAKE_AT = '2026-01-04T00:00:00Z'

/** What the tasks answer: always the same to the same call, so that a repeated call changes nothing. */
export const ANSWERS: Record<string, (args: { n: number; item?: number; retry?: number }) => unknown> = {
  call: ({ n, retry }) => {
    if (n % 3 === 0 && retry === 0) throw Object.assign(new Error('try again'), { name: 'Shaky' })
    return { n }
  },
  hold: () => null,
  item: ({ item = 0 }) => item * 10,
  child: ({ n, item = 0 }) => [n, item + 1],
}
