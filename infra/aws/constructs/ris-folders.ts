import { Duration, Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { ScheduleExpression, Schedule as SchedulerSchedule, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { through } from './permissions.ts'
import type { RisFilesProps } from './ris-files.ts'
import { FOLDERS, RIS_FOLDER } from './ris-names.ts'

/**
 * The folders that Inforing sees, each an object without a byte: Transfer Family leaves out a folder that is not there.
 * A schedule at a rate runs for the first time when it is made, so they are there before the first file; and as each is
 * put anew every day, it never gets as old as the files that the bucket lets go.
 */
export function risFolders(
  scope: Construct,
  { prefix, keys, buckets: { signals } }: RisFilesProps,
  failed: Queue,
): void {
  const role = new Role(scope, 'FoldersRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  })
  keys.messages.grant(role, 'kms:Decrypt', 'kms:GenerateDataKey')
  for (const folder of FOLDERS) {
    const key = `${RIS_FOLDER}/${folder}/`
    new SchedulerSchedule(scope, `Folder-${folder}`, {
      scheduleName: `${prefix}-ris-folder-${folder}`,
      schedule: ScheduleExpression.rate(Duration.days(1)),
      target: new Universal({
        service: 's3',
        action: 'putObject',
        role,
        input: ScheduleTargetInput.fromObject({ Bucket: signals.bucketName, Key: key }),
        policyStatements: [
          new PolicyStatement({ actions: ['s3:PutObject'], resources: [signals.arnForObjects(key)] }),
          through(scope, keys.files, 's3', ['kms:GenerateDataKey']),
        ],
        deadLetterQueue: failed,
      }),
    })
  }
}
