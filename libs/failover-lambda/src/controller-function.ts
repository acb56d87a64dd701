import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { CONTROLLER_TIMEOUT_SECONDS } from '@healthcare-dr/failover-lambda/contract';
import { suppress, TierStack } from '@healthcare-dr/platform';
import { addServiceRole } from '@healthcare-dr/platform/service-role';
import { Construct } from 'constructs';
import { roleStatements } from './role-policy';
import { environmentOf, type ControllerSite } from './site';

/** Lambda gives CPU by memory; at 512 MiB a cold start loads the code in the time that half as much takes twice. */
const MEMORY_MIB = 512;

/** An event that waited longer is of no use: the schedule has sent another one since. The least that Lambda takes. */
const MAX_EVENT_AGE_SECONDS = 60;

/** Beside `cdk.tf.json`, where the synthesizer puts it. Terraform hashes it, so a plan says whether the code changes. */
const CODE = '${path.module}/function.zip';

/** Props of {@link ControllerFunction}. */
export interface ControllerFunctionProps {
  readonly site: ControllerSite;
  readonly dataKeyArn: string;
  readonly logsKeyArn: string;
  readonly notificationsKeyArn: string;
  readonly watchKeyArn: string;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly deadLetterQueueArn: string;
}

/** The controller: its function, the role it acts as, and where it logs to. */
export class ControllerFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ControllerFunctionProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { site, dataKeyArn, notificationsKeyArn, watchKeyArn } = props;
    const logGroupName = `/aws/lambda/${site.functionName}`;
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: logGroupName,
      kmsKeyId: props.logsKeyArn,
      // Why the writer was moved is evidence.
      retentionInDays: stack.environment.retention.auditLogDays,
      tags: { Name: logGroupName },
    });
    const { role, attachment } = addServiceRole(this, {
      what: 'failover',
      description: `Of ${site.functionName}: move the writer, hold traffic, keep the journal`,
      trust: { sid: 'Lambda', service: 'lambda.amazonaws.com' },
      policy: {
        description: `What ${site.functionName} may do, and nothing else`,
        statements: roleStatements({ ...site, dataKeyArn, notificationsKeyArn, watchKeyArn, logGroupName }),
      },
    });
    this.lambda = new LambdaFunction(this, 'function', {
      functionName: site.functionName,
      description: `Failover controller of the ${stack.role} Region: observes, decides, acts once, records`,
      filename: CODE,
      sourceCodeHash: `\${filebase64sha256("${CODE}")}`,
      handler: 'handler.handler',
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      memorySize: MEMORY_MIB,
      timeout: CONTROLLER_TIMEOUT_SECONDS,
      // One at a time: the lease would hold a second one off, this spares it the attempt.
      ...(stack.environment.failover.reservedConcurrency.enabled ? { reservedConcurrentExecutions: 1 } : {}),
      role: role.arn,
      kmsKeyArn: dataKeyArn,
      environment: { variables: environmentOf(site, stack.role) },
      vpcConfig: { subnetIds: props.subnetIds, securityGroupIds: [props.securityGroupId] },
      deadLetterConfig: { targetArn: props.deadLetterQueueArn },
      tracingConfig: { mode: 'Active' },
      loggingConfig: {
        logFormat: 'JSON',
        logGroup: logGroupName,
        applicationLogLevel: 'INFO',
        systemLogLevel: 'WARN',
      },
      tags: { Name: site.functionName },
      // Lambda joins the VPC as the role, and would make a log group without key or retention at the first line.
      dependsOn: [attachment, logGroup],
    });
    const { reservedConcurrency } = stack.environment.failover;
    if (!reservedConcurrency.enabled) {
      suppress(this.lambda, {
        check: 'lambda-concurrency',
        reason: `${reservedConcurrency.optOutReason} The lease in DynamoDB keeps two runs apart.`,
        owner: 'resilience',
      });
    }
    suppress(this.lambda, {
      check: 'lambda-code-signing',
      reason:
        'The code is built from this repository by whoever deploys it, the same bytes from the same sources, and its hash is in the ' +
        'plan that is reviewed; a signature by the same hands would prove nothing more.',
      owner: 'resilience',
    });
    new LambdaFunctionEventInvokeConfig(this, 'event-invoke-config', {
      functionName: this.lambda.functionName,
      // A failed run is followed by the next minute's, which looks again instead of believing an old event.
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: MAX_EVENT_AGE_SECONDS,
    });
  }
}
