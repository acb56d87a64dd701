import type { EnvironmentModel, Resource } from '../model/model';
import { allows, coversAction, statementOfPermission, statementsOf, type Statement } from '../model/policy';

const EVENTBRIDGE = 'events.amazonaws.com';

/** How EventBridge may call a target of a service: with the role that the target names, or because the target's own policy admits it. */
interface Delivery {
  readonly action: string;
  /** The statements of the target's own policy. */
  readonly ownPolicy: (model: EnvironmentModel, target: Resource) => readonly Statement[];
}

const DELIVERIES: Readonly<Record<string, Delivery>> = {
  sns: {
    action: 'sns:Publish',
    ownPolicy: (model, target) =>
      model
        .ofType('aws_sns_topic_policy')
        .filter(
          (policy) =>
            policy.region === target.region &&
            (policy.text('arn') === target.text('arn') ||
              model
                .references(policy, policy.at('arn'))
                .some((topic) => topic.text('name') === nameOf(target.text('arn')))),
        )
        .flatMap((policy) => statementsOf(model, policy, policy.at('policy')) ?? []),
  },
  lambda: {
    action: 'lambda:InvokeFunction',
    ownPolicy: (model, target) =>
      model
        .references(target, target.at('arn'))
        .flatMap((called) => model.companions(called, 'aws_lambda_permission', 'function_name'))
        .map(statementOfPermission),
  },
};

const nameOf = (arn: string): string => arn.split(':').at(-1) ?? '';

/**
 * Targets of EventBridge that it may not call: the event is dropped without a word, and only a metric that nobody watches counts it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function eventTargetProblems(model: EnvironmentModel): string[] {
  return model.ofType('aws_cloudwatch_event_target').flatMap((target) => {
    const where = `${target.stack.name}: ${target.address}`;
    const service = serviceOf(model, target);
    const delivery = DELIVERIES[service];
    if (delivery === undefined)
      return [
        `${where}: it is not known how EventBridge may call ${service || 'it'}; allowed: ${Object.keys(DELIVERIES).join(', ')}.`,
      ];
    const { action, ownPolicy } = delivery;
    const hasRole = target.at('role_arn') !== undefined;
    const statements = hasRole
      ? statementsOfRole(model, target)
      : ownPolicy(model, target).filter(({ principals }) => principals.some(({ id }) => id === EVENTBRIDGE));
    const may = statements.some((statement) => allows(statement) && coversAction(statement, action));
    return may
      ? []
      : [
          hasRole
            ? `${where}: its role may not ${action}.`
            : `${where}: EventBridge may not ${action}: the target has no role, and ${target.text('arn')} does not admit ${EVENTBRIDGE}.`,
        ];
  });
}

function serviceOf(model: EnvironmentModel, target: Resource): string {
  const arn = target.text('arn');
  if (arn.startsWith('arn:')) return arn.split(':')[2] ?? '';
  const [called] = model.references(target, arn);
  return called === undefined ? '' : (/^aws_([a-z]+)_/.exec(called.type)?.[1] ?? '');
}

/** What the role of a target allows on that target. */
function statementsOfRole(model: EnvironmentModel, target: Resource): Statement[] {
  const arn = target.text('arn');
  return model
    .references(target, target.at('role_arn'))
    .flatMap((role) => model.companions(role, 'aws_iam_role_policy_attachment', 'role', 'name'))
    .flatMap((attachment) => model.references(attachment, attachment.at('policy_arn')))
    .flatMap((policy) => statementsOf(model, policy, policy.at('policy')) ?? [])
    .filter(({ resources }) => resources.some((resource) => resource === arn || resource === '*'));
}
