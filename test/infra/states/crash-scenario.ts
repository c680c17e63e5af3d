import { callback, END, lambda, machine } from './support.ts'

const branch = (states: Record<string, unknown>) => ({ StartAt: Object.keys(states)[0], States: states })

/** Has a bit of everything that a crash could hit: waits, calls, retries, callbacks, branches, iterations. */
export const SCENARIO = machine({
  Begin: { Type: 'Pass', Assign: { n: '{% $states.input.n %}', seen: '{% [] %}' }, Next: 'Call' },
  Call: lambda('call', {
    Arguments: { FunctionName: 'call', Payload: { n: '{% $n %}', retry: '{% $states.context.State.RetryCount %}' } },
    Assign: { seen: "{% $append($seen, 'call') %}" },
    Retry: [{ ErrorEquals: ['Shaky'], IntervalSeconds: 3600 }],
    Next: 'Rest',
  }),
  Rest: { Type: 'Wait', Seconds: 86_400, Assign: { seen: '{% $append($seen, $now()) %}' }, Next: 'Hold' },
  Hold: callback('hold', {
    Arguments: { FunctionName: 'hold', Payload: { n: '{% $n %}', token: '{% $states.context.Task.Token %}' } },
    TimeoutSeconds: 864_000,
    Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Both', Output: 'timed out' }],
    Next: 'Both',
  }),
  Both: {
    Type: 'Parallel',
    Assign: { seen: '{% $append($seen, [$states.input, $now()]) %}' },
    Arguments: { n: '{% $n %}' },
    Branches: [
      branch({ Left: lambda('left', END) }),
      branch({ Pause: { Type: 'Wait', Seconds: 60, Next: 'Right' }, Right: lambda('right', END) }),
    ],
    Next: 'Each',
  },
  Each: {
    Type: 'Map',
    Items: '{% [$n, $n + 1, $n + 2] %}',
    MaxConcurrency: 2,
    ItemSelector: { n: '{% $n %}', item: '{% $states.context.Map.Item.Value %}' },
    ItemProcessor: branch({ Item: lambda('item', END) }),
    Assign: { both: '{% $states.input %}' },
    Next: 'Batches',
  },
  Batches: {
    Type: 'Map',
    ItemProcessor: {
      ...branch({ Batch: lambda('batch', END) }),
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    },
    ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { n: '{% $n %}' } },
    ToleratedFailureCount: 2,
    Output: '{% {"seen": $seen, "both": $both, "batches": $states.result.Items} %}',
    ...END,
  },
})

export const WAKE_AT = '2026-01-04T00:00:00Z'

/** What the tasks answer: always the same to the same call, so that a repeated call changes nothing. */
export const ANSWERS: Record<string, (args: { n: number; item?: number; retry?: number }) => unknown> = {
  call: ({ n, retry }) => {
    if (n % 3 === 0 && retry === 0) throw Object.assign(new Error('try again'), { name: 'Shaky' })
    return { n }
  },
  hold: () => null,
  left: ({ n }) => n * 2,
  right: ({ n }) => n * 3,
  item: ({ item = 0 }) => item * 10,
  batch: (batch) => batch,
}
