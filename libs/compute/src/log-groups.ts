import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { ecsClusterName } from '@healthcare-dr/compute/contract';
import { suppress, TierStack, type Naming } from '@healthcare-dr/platform';
import { Construct } from 'constructs';

/** Below this a scanner wants a reason. */
const YEAR_IN_DAYS = 365;

/** AWS WAF writes to no group whose name begins otherwise: AWS WAF developer guide, "Logging to CloudWatch Logs". */
export const wafLogGroupName = (naming: Naming): string => `aws-waf-logs-${naming.name('resource', 'alb')}`;

/** Where a container logs to. */
export interface LogGroupReference {
  readonly name: string;
  readonly region: string;
}

/** Props of {@link LogGroups}. */
export interface LogGroupsProps {
  /** The Region's key for logs. */
  readonly kmsKeyArn: string;
}

/**
 * The log groups of the tier, made before anything can write to them: a group that a service makes by itself has no key and
 * keeps its records for ever.
 */
export class LogGroups extends Construct {
  /** What the container prints. */
  readonly service: CloudwatchLogGroup;
  /** What the migration prints, which acts as the master user: an audit record. */
  readonly migration: CloudwatchLogGroup;
  /** Commands executed in containers: an audit record. */
  readonly exec: CloudwatchLogGroup;
  /** Requests that the web ACL looked at: an audit record. */
  readonly waf: CloudwatchLogGroup;
  /** Measurements of tasks and containers, which Container Insights turns into metrics. */
  readonly insights: CloudwatchLogGroup;

  readonly #stack: TierStack;
  readonly #kmsKeyArn: string;

  constructor(scope: Construct, id: string, { kmsKeyArn }: LogGroupsProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    this.#stack = stack;
    this.#kmsKeyArn = kmsKeyArn;
    const { naming, environment } = stack;
    const { logDays, auditLogDays } = environment.retention;
    this.service = this.#add('service', naming.logGroup('ecs', 'service'), logDays);
    // The name that Container Insights writes to, whatever is configured.
    const insights = `/aws/ecs/containerinsights/${ecsClusterName(naming)}/performance`;
    this.insights = this.#add('insights', insights, logDays);
    this.migration = this.#add('migration', naming.logGroup('ecs', 'migration'), auditLogDays);
    this.exec = this.#add('exec', naming.logGroup('ecs', 'exec'), auditLogDays);
    this.waf = this.#add('waf', wafLogGroupName(naming), auditLogDays);
  }

  #add(id: string, name: string, retentionInDays: number): CloudwatchLogGroup {
    const group = new CloudwatchLogGroup(this, id, {
      name,
      kmsKeyId: this.#kmsKeyArn,
      retentionInDays,
      ...(this.#stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
    if (retentionInDays < YEAR_IN_DAYS) {
      suppress(group, {
        check: 'logs-retention-365',
        reason:
          'Holds no audit record: what the container prints, or measurements that live on as metrics. Kept as long as retention.logDays says.',
        owner: 'application',
      });
    }
    return group;
  }
}
