import type { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { ControllerFunction } from './controller-function';
import { DeadLetters } from './dead-letters';
import { JournalTable } from './journal-table';
import { Parameters } from './parameters';
import { controllerSite } from './site';
import { Triggers } from './triggers';

/** What the tier is given in either Region: keys of the kms tier, and its place in the network. */
export interface FailoverLambdaProps {
  /** The side of the pair; the controllers of both are the same but for where they stand. */
  readonly role: 'primary' | 'dr';
  readonly dataKeyArn: string;
  readonly logsKeyArn: string;
  readonly notificationsKeyArn: string;
  readonly privateSubnetIds: string[];
  readonly controllerSecurityGroupId: string;
}

/**
 * The failover controller of one Region, with all that it needs in that Region: code, journal, parameters, triggers, dead-letter
 * queue. The one in the standby acts; the loss of either Region takes nothing of the other's.
 */
export class FailoverLambda extends Construct {
  /**
   * @throws ValidationError if the props are those of the other side of the pair
   */
  constructor(stack: TierStack, id: string, props: FailoverLambdaProps) {
    super(stack, id);
    stack.assertRole(props.role, this);
    const { naming } = stack;
    const site = controllerSite(stack);
    const ruleName = naming.name('resource', 'failover-schedule');
    const ruleArn = naming.arn('events', `rule/${ruleName}`);

    new JournalTable(stack, this, 'journal', { name: site.journalTable, kmsKeyArn: props.dataKeyArn });
    new Parameters(stack, this, 'parameters', site);
    const deadLetters = new DeadLetters(this, 'dead-letters', {
      queueName: site.deadLetterQueue,
      queueArn: naming.arn('sqs', site.deadLetterQueue),
      kmsKeyArn: props.notificationsKeyArn,
      ruleArn,
      topicArn: site.topicArn,
    });
    const { lambda } = new ControllerFunction(stack, this, 'controller', {
      site,
      dataKeyArn: props.dataKeyArn,
      logsKeyArn: props.logsKeyArn,
      notificationsKeyArn: props.notificationsKeyArn,
      subnetIds: props.privateSubnetIds,
      securityGroupId: props.controllerSecurityGroupId,
      deadLetterQueueArn: deadLetters.queueArn,
    });
    new Triggers(stack, this, 'triggers', { site, lambda, deadLetters, ruleName, ruleArn });
  }
}
