import { BackupRestoreTestingPlan } from '@cdktf/provider-aws/lib/backup-restore-testing-plan';
import { BackupRestoreTestingSelection } from '@cdktf/provider-aws/lib/backup-restore-testing-selection';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { restoreTestingPlanName } from '@healthcare-dr/backup/contract';
import { TierStack } from '@healthcare-dr/platform';
import { addTopicRule } from '@healthcare-dr/platform/topic-rule';
import { Construct } from 'constructs';
import type { ServiceRole } from './service-role';
import type { Vault } from './vault';

/** Sundays at noon, UTC: the copies of the night are there. */
const WEEKLY = 'cron(0 12 ? * SUN *)';

/** Within how many hours after the schedule a test begins. */
const START_WINDOW_HOURS = 4;

/** How old the recovery point to restore may be, in days: a test that finds none younger shows that copies have stopped. */
const SELECTION_WINDOW_DAYS = 3;

/** How long what was restored stays for a look at it, in hours; then AWS Backup deletes it. */
const VALIDATION_WINDOW_HOURS = 4;

/** How a restore ends that has restored nothing. */
export const FAILED_RESTORE_STATES = ['ABORTED', 'FAILED'];

/** Props of {@link RestoreTesting}. */
export interface RestoreTestingProps {
  readonly vault: Vault;
  readonly role: ServiceRole;
  /** Where a restored cluster lands: subnets without a way out of the VPC. */
  readonly isolatedSubnetIds: string[];
  /** Its security group, in the place of the VPC's default one. */
  readonly securityGroupId: string;
  /** The key of a restored cluster, in the place of its snapshot's. */
  readonly kmsKeyArn: string;
  /** The Region's topic, which is told of tests that fail. */
  readonly topicArn: string;
  /** The key of that topic. */
  readonly topicKeyArn: string;
}

/** Restores, every week, the newest snapshot of each cluster in the vault: the copies of the other Region's among them. */
export class RestoreTesting extends Construct {
  constructor(scope: Construct, id: string, props: RestoreTestingProps) {
    super(scope, id);
    const { naming } = TierStack.of(this);
    const { vault, role, isolatedSubnetIds, securityGroupId, kmsKeyArn } = props;
    const subnetGroupName = naming.name('database', 'restore-test');
    const subnetGroup = new DbSubnetGroup(this, 'subnet-group', {
      name: subnetGroupName,
      description: 'Isolated subnets for clusters that a restore test makes',
      subnetIds: isolatedSubnetIds,
      tags: { Name: subnetGroupName },
    });

    const name = restoreTestingPlanName(naming);
    const plan = new BackupRestoreTestingPlan(this, 'plan', {
      name,
      scheduleExpression: WEEKLY,
      scheduleExpressionTimezone: 'Etc/UTC',
      startWindowHours: START_WINDOW_HOURS,
      recoveryPointSelection: [
        {
          algorithm: 'LATEST_WITHIN_WINDOW',
          includeVaults: [vault.arn],
          // A copy is a snapshot, never a continuous backup, and the copy is what dr would have to live on.
          recoveryPointTypes: ['SNAPSHOT'],
          selectionWindowDays: SELECTION_WINDOW_DAYS,
        },
      ],
      tags: { Name: name },
    });
    new BackupRestoreTestingSelection(this, 'selection', {
      name: naming.name('restoreTestingPlan', 'aurora'),
      restoreTestingPlanName: plan.name,
      protectedResourceType: 'Aurora',
      // All there is in the vault, which holds this environment's clusters alone: a copy goes by the ARN of its source, and
      // the dr side names nothing of the primary Region it can do without.
      protectedResourceArns: ['*'],
      iamRoleArn: role.arn,
      validationWindowHours: VALIDATION_WINDOW_HOURS,
      // AWS Backup would restore into the default VPC and its default security group:
      // https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
      restoreMetadataOverrides: {
        dbSubnetGroupName: subnetGroup.name,
        vpcSecurityGroupIds: `["${securityGroupId}"]`,
        kmsKeyId: kmsKeyArn,
      },
      dependsOn: [...role.attachments],
    });
    addTopicRule(this, 'failures', {
      what: 'restore-test-failures',
      description: `Restores of ${name} that failed`,
      topicArn: props.topicArn,
      topicKeyArn: props.topicKeyArn,
      pattern: {
        source: ['aws.backup'],
        'detail-type': ['Restore Job State Change'],
        detail: {
          // AWS Backup appends an id of its own: the hyphen ends the name.
          // https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html
          restoreTestingPlanArn: [{ prefix: naming.arn('backup', `restore-testing-plan:${name}-`) }],
          status: FAILED_RESTORE_STATES,
        },
      },
    });
  }
}
