/** Wildcards in what a role may do, as far as there is no name to put there. Everything else must be named. */
export const ALLOWED_WILDCARDS: readonly { readonly resource: RegExp; readonly reason: string }[] = [
  {
    resource: /Arn(>|[0-9A-F]{8})\/(\*|ris\/sftp\/\*)$/,
    reason: 'the objects of one bucket, or those under one beginning: their names come with the work',
  },
  { resource: /:execution:[\w-]+:\*$/, reason: 'the executions of one state machine, which are named by case' },
  { resource: /\.Arn>:\*$/, reason: 'the versions of one function, as EventBridge Scheduler asks for them' },
  {
    resource: /:secret:[\w-]+\/\*$/,
    reason: 'the logins at portals of this deployment: six random characters follow each name',
  },
  { resource: /^\*$/, reason: 'traces, and the delivery of logs: AWS knows no resource for those' },
]

/** The reason why a resource with a wildcard is allowed; null when it is not. */
export const reasonFor = (resource: string): string | null =>
  ALLOWED_WILDCARDS.find((each) => each.resource.test(resource))?.reason ?? null
