import { BackupPlan, type BackupPlanRule } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import { continuousPlanName, dailyPlanName, vaultArn } from '@healthcare-dr/backup/contract';
import { suppress, TierStack } from '@healthcare-dr/platform';
import { peerOf } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import type { ServiceRole } from './service-role';
import type { Vault } from './vault';

/** Every hour, on the hour. */
const HOURLY = 'cron(0 */1 * * ? *)';

/** At half past two, UTC: away from the hour, when the continuous rule runs and Aurora takes one backup at a time. */
const DAILY = 'cron(30 2 * * ? *)';

/**
 * How long a job may wait for its start before it expires, in minutes; AWS Backup takes 60 at least. A job of the hour is
 * followed by the next, a snapshot of the day by none until tomorrow.
 */
const START_WINDOW_MINUTES = { continuous: 60, daily: 180 } as const;

/** How long a job may take, in minutes; AWS Backup wants 60 more than the start window at least. */
const COMPLETION_WINDOW_MINUTES = { continuous: 180, daily: 720 } as const;

/** Props of {@link BackupPlans}. */
export interface BackupPlansProps {
  readonly vault: Vault;
  readonly role: ServiceRole;
  /** The Region's cluster. */
  readonly clusterArn: string;
  /** The Region's data bucket. */
  readonly dataBucketArn: string;
  /** How far back a point-in-time restore reaches, in days, 1 to 35: what the cluster has as its own retention. */
  readonly continuousDays: number;
  /** How long a snapshot is kept here, in days. */
  readonly snapshotDays: number;
  /** How long its copy is kept in the other Region, in days. */
  readonly copyDays: number;
}

/**
 * Two plans of one rule each. In one plan AWS Backup would merge rules whose start windows overlap, and every hour's does with
 * the daily one: https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
 */
export class BackupPlans extends Construct {
  constructor(scope: Construct, id: string, props: BackupPlansProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming } = stack;
    const peerNaming = stack.namingFor(peerOf(stack.role));
    const { vault, clusterArn, dataBucketArn } = props;
    const continuous = this.#addPlan('continuous', continuousPlanName(naming), props, [clusterArn], {
      ruleName: 'hourly-continuous',
      targetVaultName: vault.name,
      schedule: HOURLY,
      scheduleExpressionTimezone: 'Etc/UTC',
      enableContinuousBackup: true,
      startWindow: START_WINDOW_MINUTES.continuous,
      completionWindow: COMPLETION_WINDOW_MINUTES.continuous,
      // Not copied: a copy of a continuous backup is a full snapshot, every hour, that reaches no point in time.
      lifecycle: { deleteAfter: props.continuousDays },
    });
    suppress(continuous, {
      check: 'backup-plan-frequency-retention',
      reason:
        'This plan answers for point-in-time restore, which AWS ends at 35 days; what has to be kept for longer is the snapshot of the daily plan.',
      owner: 'storage',
    });
    // The bucket's own versions are its way back in time; what it needs is a copy that nobody can delete.
    this.#addPlan('daily', dailyPlanName(naming), props, [clusterArn, dataBucketArn], {
      ruleName: 'daily-snapshot',
      targetVaultName: vault.name,
      schedule: DAILY,
      scheduleExpressionTimezone: 'Etc/UTC',
      startWindow: START_WINDOW_MINUTES.daily,
      completionWindow: COMPLETION_WINDOW_MINUTES.daily,
      // No cold storage, here or in the copy: neither Aurora nor S3 has any.
      lifecycle: { deleteAfter: props.snapshotDays },
      copyAction: [{ destinationVaultArn: vaultArn(peerNaming), lifecycle: { deleteAfter: props.copyDays } }],
    });
  }

  #addPlan(
    id: string,
    name: string,
    { role }: BackupPlansProps,
    resources: string[],
    rule: BackupPlanRule,
  ): BackupPlan {
    const plan = new BackupPlan(this, id, { name, rule: [rule], tags: { Name: name } });
    new BackupSelection(this, `${id}-selection`, {
      name,
      planId: plan.id,
      iamRoleArn: role.arn,
      resources,
      // Otherwise the first job meets a role that may not back up yet.
      dependsOn: [...role.attachments],
    });
    return plan;
  }
}
