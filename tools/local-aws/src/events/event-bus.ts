import { randomUUID } from 'node:crypto';
import { parseArn } from '@healthcare-dr/aws-models/iam';
import { z } from 'zod';
import type { AccountFacts } from '../authorization/account-facts';
import type { Account } from '../authorization/facts';
import { publishRefusal, publishRefusalInRole, refusalOf, sendRefusal } from '../authorization/service-calls';
import type { Network } from '../gateway/network';
import { matchesPattern, type AwsEvent } from './event-pattern';
import { inputTransformerSchema, InputTransformerError, transformInput, valueAt } from './input-transformer';
import { occurrences } from './schedule-expression';
import { callAs, invokeFunction, type Invoked } from './targets';

const SERVICE = 'events.amazonaws.com';

const ruleSchema = z.object({
  Name: z.string(),
  Arn: z.string(),
  State: z.string().default('ENABLED'),
  EventPattern: z.string().optional(),
  ScheduleExpression: z.string().optional(),
});

const targetSchema = z.object({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: inputTransformerSchema.optional(),
  DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
});

/** A rule of a Region's default bus. */
export type EventRule = z.infer<typeof ruleSchema>;
type Target = z.infer<typeof targetSchema>;

/** What became of an event at one target of a rule. */
export interface Delivery {
  readonly region: string;
  readonly rule: string;
  readonly targetArn: string;
  /** When it was sent, on the clock of the network. */
  readonly at: number;
  readonly delivered: boolean;
  /** Why it was not delivered, in AWS's words where AWS has any. */
  readonly reason?: string;
  /** Whether what was not delivered went to the target's dead-letter queue. @default - it was delivered */
  readonly inDeadLetterQueue?: boolean;
  /** What a function that was waited for answered. */
  readonly answer?: Invoked;
}

/** What an {@link EventBus} works with. */
export interface EventBusProps {
  /** Who may do what. */
  readonly facts: Pick<AccountFacts, 'current' | 'decide'>;
  /** Where the gateway is. */
  readonly endpoint: () => string;
  readonly network: Network;
}

/** How many deliveries are remembered. */
const REMEMBERED = 10_000;

/**
 * EventBridge's default buses: events reach the topics, queues and functions that rules lead them to, if the policies of these, and of
 * their keys, let EventBridge. Nothing reaches or leaves a Region that is dark.
 */
export class EventBus {
  readonly #deliveries: Delivery[] = [];

  constructor(private readonly props: EventBusProps) {}

  /** What was delivered, and what was not, oldest first. */
  deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  /** The rules of a Region. */
  async rules(region: string): Promise<readonly EventRule[]> {
    const { Rules } = await this.#ask(region, 'ListRules', {}, z.object({ Rules: z.array(ruleSchema) }));
    return Rules;
  }

  /** Takes an event as a service of AWS sends it, and delivers it by every rule that matches. */
  async put(region: string, event: AwsEvent): Promise<readonly Delivery[]> {
    if (this.#isDark(region)) return [];
    const rules = (await this.rules(region)).filter(
      ({ State, EventPattern }) =>
        State !== 'DISABLED' &&
        EventPattern !== undefined &&
        matchesPattern(JSON.parse(EventPattern) as Readonly<Record<string, unknown>>, event),
    );
    return this.#deliver(region, rules, await this.#complete(region, event, this.props.network.now()));
  }

  /**
   * Runs the schedules of a Region that come in a span of time, after its beginning and up to its end, and waits for functions.
   *
   * @param names - of the rules. @default - all
   */
  async runSchedules(
    region: string,
    afterMs: number,
    untilMs: number,
    names?: readonly string[],
  ): Promise<readonly Delivery[]> {
    if (this.#isDark(region)) return [];
    const due = (await this.rules(region)).flatMap((rule) =>
      rule.State === 'DISABLED' ||
      rule.ScheduleExpression === undefined ||
      names?.includes(rule.Name) === false
        ? []
        : occurrences(rule.ScheduleExpression, afterMs, untilMs).map((at) => ({ rule, at })),
    );
    const deliveries: Delivery[] = [];
    for (const { rule, at } of due.toSorted((one, other) => one.at - other.at)) {
      const event = {
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        detail: {},
        resources: [rule.Arn],
      };
      deliveries.push(
        ...(await this.#deliver(region, [rule], await this.#complete(region, event, at), true)),
      );
    }
    return deliveries;
  }

  /** What each target of each rule of a Region would come to, by policies alone: nothing is sent. */
  async check(region: string): Promise<readonly Omit<Delivery, 'at'>[]> {
    const checked: Omit<Delivery, 'at'>[] = [];
    for (const rule of await this.rules(region))
      for (const target of await this.#targetsOf(region, rule)) {
        const reason = await this.#refusal({ region, rule, target });
        const known = { region, rule: rule.Name, targetArn: target.Arn, delivered: reason === undefined };
        checked.push({ ...known, ...(reason !== undefined && { reason }) });
      }
    return checked;
  }

  /** The same event with what EventBridge adds. */
  async #complete(region: string, event: AwsEvent, at: number) {
    const { accountId } = await this.props.facts.current();
    return {
      version: '0',
      id: randomUUID(),
      account: accountId,
      time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources: [],
      ...event,
    };
  }

  async #deliver(
    region: string,
    rules: readonly EventRule[],
    event: AwsEvent,
    waits = false,
  ): Promise<readonly Delivery[]> {
    if (rules.length === 0) return [];
    const made: Delivery[] = [];
    for (const rule of rules)
      for (const target of await this.#targetsOf(region, rule))
        made.push(await this.#send({ region, rule, target, event, waits }));
    this.#deliveries.push(...made);
    this.#deliveries.splice(0, this.#deliveries.length - REMEMBERED);
    return made;
  }

  async #targetsOf(region: string, { Name }: EventRule): Promise<readonly Target[]> {
    const schema = z.object({ Targets: z.array(targetSchema) });
    return (await this.#ask(region, 'ListTargetsByRule', { Rule: Name }, schema)).Targets;
  }

  async #send(sending: Sending): Promise<Delivery> {
    const { region, rule, target } = sending;
    const known = { region, rule: rule.Name, targetArn: target.Arn, at: this.props.network.now() };
    const refused = await this.#refusal(sending);
    const input = refused === undefined ? inputOf(sending) : { refused };
    if ('text' in input) {
      const answer = await this.#handOver(sending, input.text);
      return { ...known, delivered: true, ...(answer !== undefined && { answer }) };
    }
    const reason = input.refused;
    return { ...known, delivered: false, reason, inDeadLetterQueue: await this.#bury(sending, reason) };
  }

  /** Why EventBridge may not deliver, by what is known; what is refused by that is decided again by what stands now. */
  #refusal(delivery: Omit<Judged, 'account'>): Promise<string | undefined> {
    return this.props.facts.decide(
      (account) => refusalAt({ ...delivery, account }),
      (refused) => refused !== undefined,
    );
  }

  async #handOver({ target, waits }: Sending, message: string): Promise<Invoked | undefined> {
    const endpoint = this.props.endpoint();
    const { region = '', service, resource = '' } = parseArn(target.Arn) ?? {};
    if (service === 'lambda') return invokeFunction(endpoint, target.Arn, region, message, waits);
    if (service === 'sns') {
      const parameters = { Action: 'Publish', Version: '2010-03-31', TopicArn: target.Arn, Message: message };
      await callAs(endpoint, { service, region, form: parameters });
    } else await this.#toQueue(region, resource, message);
    return undefined;
  }

  /** Sends what was not delivered to the target's dead-letter queue, if there is one and EventBridge may. */
  async #bury(sending: Sending, reason: string): Promise<boolean> {
    const { rule, target } = sending;
    const queue = target.DeadLetterConfig?.Arn;
    if (queue === undefined) return false;
    const refused = await this.props.facts.decide(
      (account) => {
        const context = { 'aws:SourceArn': rule.Arn, 'aws:SourceAccount': account.accountId };
        return sendRefusal(SERVICE, queue, context, account);
      },
      (refusal) => refusal !== undefined,
    );
    if (refused !== undefined) return false;
    const { region = '', resource = '' } = parseArn(queue) ?? {};
    // What could not be transformed is buried as the event that it was.
    const input = inputOf(sending);
    await this.#toQueue(region, resource, 'text' in input ? input.text : JSON.stringify(sending.event), {
      RULE_ARN: rule.Arn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: reason,
    });
    return true;
  }

  async #toQueue(
    region: string,
    name: string,
    MessageBody: string,
    attributes: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const endpoint = this.props.endpoint();
    const call = (operation: string, content: object) =>
      callAs(endpoint, { service: 'sqs', region, target: `AmazonSQS.${operation}`, content });
    const { QueueUrl } = z
      .object({ QueueUrl: z.string() })
      .parse(JSON.parse(await call('GetQueueUrl', { QueueName: name })));
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([key, StringValue]) => [key, { DataType: 'String', StringValue }]),
    );
    await call('SendMessage', { QueueUrl, MessageBody, MessageAttributes });
  }

  async #ask<Answer>(
    region: string,
    operation: string,
    content: object,
    schema: z.ZodType<Answer>,
  ): Promise<Answer> {
    const target = `AWSEvents.${operation}`;
    return schema.parse(
      JSON.parse(await callAs(this.props.endpoint(), { service: 'events', region, target, content })),
    );
  }

  #isDark(region: string): boolean {
    return this.props.network.faults
      .concerning({ region, service: 'events' })
      .some(({ kind }) => kind === 'black-out');
  }
}

/** An event on its way to a target. */
interface Sending {
  readonly region: string;
  readonly rule: EventRule;
  readonly target: Target;
  readonly event: AwsEvent;
  /** Whether a function is waited for. */
  readonly waits: boolean;
}

/** What is decided on of a delivery, and by what. */
interface Judged extends Pick<Sending, 'region' | 'rule' | 'target'> {
  readonly account: Account;
}

/**
 * Why EventBridge may not deliver to a target; `undefined` if it may. With a role of the target it publishes to a topic in that; without
 * one on its own behalf, and to topics it sends no source then, so that a condition on one is never met. To queues and functions it is
 * played on its own behalf alone.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
function refusalAt({ region, rule, target, account }: Judged): string | undefined {
  const context = { 'aws:SourceArn': rule.Arn, 'aws:SourceAccount': account.accountId };
  const arn = parseArn(target.Arn);
  if (arn === undefined || arn.region !== region)
    return `The target ${target.Arn} is not one of Region ${region}.`;
  switch (arn.service) {
    case 'sns':
      return target.RoleArn === undefined
        ? publishRefusal(SERVICE, target.Arn, {}, account)
        : publishRefusalInRole(SERVICE, target.RoleArn, target.Arn, context, account);
    case 'sqs':
      if (target.RoleArn !== undefined) return UNPLAYED_ROLE;
      return sendRefusal(SERVICE, target.Arn, context, account);
    case 'lambda':
      if (target.RoleArn !== undefined) return UNPLAYED_ROLE;
      return refusalOf(
        { service: SERVICE, action: 'lambda:InvokeFunction', resource: target.Arn, context },
        account,
      );
    default:
      return `Targets of ${arn.service} are not played here.`;
  }
}

const UNPLAYED_ROLE = 'Roles of targets that are queues or functions are not played here.';

/** What a target gets of an event, or why nothing comes of it. */
function inputOf({
  rule,
  target,
  event,
}: Pick<Sending, 'rule' | 'target' | 'event'>): { readonly text: string } | { readonly refused: string } {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return { text: Input };
  try {
    if (InputTransformer !== undefined) return { text: transformInput(InputTransformer, event, rule) };
    return { text: JSON.stringify(InputPath === undefined ? event : (valueAt(event, InputPath) ?? null)) };
  } catch (error) {
    if (error instanceof InputTransformerError) return { refused: error.message };
    throw error;
  }
}
