import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { ControllerFunction } from './controller-function';
import { DeadLetters } from './dead-letters';
import { JournalTable } from './journal-table';
import { Parameters } from './parameters';
import { controllerSite } from './site';
import { Triggers } from './triggers';

/** Props of {@link FailoverLambda}: keys of the kms tier, and its place in the network. */
export interface FailoverLambdaProps {
  readonly dataKeyArn: string;
  readonly logsKeyArn: string;
  readonly notificationsKeyArn: string;
  /** The key of the topic in the watch Region. */
  readonly watchKeyArn: string;
  readonly privateSubnetIds: string[];
  readonly controllerSecurityGroupId: string;
}

/**
 * The failover controller of one Region, with all that it needs in that Region: code, journal, parameters, triggers, dead-letter
 * queue. The one in the standby acts; the loss of either Region takes nothing of the other's.
 */
export class FailoverLambda extends Construct {
  constructor(scope: Construct, id: string, props: FailoverLambdaProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming } = stack;
    const site = controllerSite(stack);
    const ruleName = naming.name('resource', 'failover-schedule');
    const ruleArn = naming.arn('events', `rule/${ruleName}`);

    new JournalTable(this, 'journal', { name: site.journalTable, kmsKeyArn: props.dataKeyArn });
    new Parameters(this, 'parameters', site);
    const deadLetters = new DeadLetters(this, 'dead-letters', {
      queueName: site.deadLetterQueue,
      queueArn: naming.arn('sqs', site.deadLetterQueue),
      kmsKeyArn: props.notificationsKeyArn,
      ruleArn,
      topicArn: site.topicArn,
    });
    const { lambda } = new ControllerFunction(this, 'controller', {
      site,
      dataKeyArn: props.dataKeyArn,
      logsKeyArn: props.logsKeyArn,
      notificationsKeyArn: props.notificationsKeyArn,
      watchKeyArn: props.watchKeyArn,
      subnetIds: props.privateSubnetIds,
      securityGroupId: props.controllerSecurityGroupId,
      deadLetterQueueArn: deadLetters.queueArn,
    });
    new Triggers(this, 'triggers', { site, lambda, deadLetters, ruleName, ruleArn });
  }
}
