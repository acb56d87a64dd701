import { BACKED_UP } from '@healthcare-dr/backup/contract';
import { CONTROLLER_DIMENSION } from '@healthcare-dr/failover-lambda/contract';
import { EnvironmentModel, type Resource } from '../model/model';
import { blocksOf, objectOf, stringsOf } from '../json';
import type { SynthesizedStack } from '../synthesized-stack';
import { alarmTargetProblems } from './alarm-targets';
import { eventTargetProblems } from './event-targets';
import { healthCheckProblems } from './health-checks';
import { logGroupKeyProblems } from './log-group-keys';
import type { DimensionRule } from './metric-rule';
import { dimensionRule, metricRule } from './metric-rules';
import { invariantsFile } from './tier-invariants';
import { watchedMetrics, widgetsOf, type WatchedMetric } from './watched-metrics';

const ALARMS = ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'];

/**
 * What is watched, shown or told and is not there: a metric that nobody publishes, a dimension that no resource has, an alarm or a
 * topic of another name, a topic that does not take what it is told. CloudWatch takes all of it without a word, and the alarm is silent
 * for ever. And log groups that are not
 * encrypted with a customer key, or not kept for as long as the environment says.
 *
 * @param stacks - all stacks of one environment
 */
export function observabilityProblems(stacks: readonly SynthesizedStack[]): string[] {
  const [stack] = stacks;
  if (stack === undefined) return [];
  const model = new EnvironmentModel(stack.environment, stacks);
  return [
    ...watchedMetrics(model).flatMap((watched) => metricProblems(model, watched)),
    ...model.ofType('aws_cloudwatch_composite_alarm').flatMap((alarm) => ruleProblems(model, alarm)),
    ...model.ofType('aws_cloudwatch_dashboard').flatMap((dashboard) => dashboardProblems(model, dashboard)),
    ...model.ofType('aws_cloudwatch_log_metric_filter').flatMap((filter) => filterProblems(model, filter)),
    ...model.ofType(...ALARMS).flatMap((alarm) => actionProblems(model, alarm)),
    ...alarmTargetProblems(model),
    ...eventTargetProblems(model),
    ...healthCheckProblems(model),
    ...model.ofType('aws_cloudwatch_log_group').flatMap((group) => logGroupProblems(model, group)),
    ...logGroupKeyProblems(model),
  ];
}

const where = ({ stack, address }: Resource) => `${stack.name}: ${address}`;

function metricProblems(model: EnvironmentModel, watched: WatchedMetric): string[] {
  const { by, namespace, metricName, dimensions } = watched;
  const problem = (text: string) => [`${where(by)}: ${namespace} ${metricName}: ${text}`];
  const rule = metricRule(model, namespace, metricName);
  if (rule === undefined) {
    return isCounted(model, watched)
      ? []
      : problem(
          `no metric filter of this Region counts it, and nothing says how it is published. Write into ${invariantsFile(by.stack.tier)} ` +
            `under which dimensions it is: metrics: { '${namespace}': { ${metricName}: { dimensions: [['QueueName']] } } }, and what the ` +
            "value of a new dimension names: dimensions: { QueueName: { type: 'aws_sqs_queue', attribute: 'name' } }.",
        );
  }
  const given = Object.keys(dimensions).sort().join(', ');
  if (!rule.dimensions.some((set) => [...set].sort().join(', ') === given)) {
    const allowed = rule.dimensions.map((set) => set.join(' and ')).join(', or ');
    return problem(`is published under ${allowed}, not under ${given || 'nothing'}.`);
  }
  return Object.entries(dimensions).flatMap(([name, value]) => {
    const elsewhere = rule.publishedWith !== undefined && rule.publishedWith !== name;
    const region = elsewhere ? undefined : watched.region;
    return exists(model, watched, name, value, region)
      ? []
      : problem(`no stack creates the ${name} ${value} in ${region ?? 'any Region'}.`);
  });
}

/** Whether a metric filter of the alarm's Region writes the metric; it has no dimensions then. */
const isCounted = (model: EnvironmentModel, { region, namespace, metricName, dimensions }: WatchedMetric) =>
  Object.keys(dimensions).length === 0 &&
  model
    .ofType('aws_cloudwatch_log_metric_filter')
    .some(
      (filter) =>
        filter.region === region &&
        filter.at('metric_transformation.namespace') === namespace &&
        filter.at('metric_transformation.name') === metricName,
    );

function exists(
  model: EnvironmentModel,
  { by, dimensions }: WatchedMetric,
  name: string,
  value: string,
  region: string | undefined,
): boolean {
  if (name === CONTROLLER_DIMENSION) return value === model.environment.suffix;
  if (name === 'ResourceType') return BACKED_UP.some((type) => type === value);
  if (name === 'RuleId') return hasRule(model, dimensions);
  // A certificate may be given from outside.
  if (name === 'CertificateArn' && value === model.environment[by.stack.role].certificateArn) return true;
  const rule = dimensionRule(model, name);
  if (rule === undefined) return false;
  return model
    .ofType(rule.type)
    .some(
      (resource) =>
        (region === undefined || resource.region === region) &&
        (resource.text(rule.attribute) === value || isAttribute(model, by, value, resource, rule)),
    );
}

/**
 * Whether a value is just this attribute of a resource: of one in the same stack, or read from the parameter by which its own stack
 * publishes it.
 */
function isAttribute(
  model: EnvironmentModel,
  by: Resource,
  value: string,
  resource: Resource,
  { attribute }: DimensionRule,
): boolean {
  const expression = `\${${resource.address}.${attribute}}`;
  if (by.stack === resource.stack && value === expression) return true;
  const address = /^\$\{(data\.aws_ssm_parameter\.[^.}]+)\.insecure_value\}$/.exec(value)?.[1];
  const read = address === undefined ? undefined : model.find(by.stack.name, address);
  return (
    read !== undefined &&
    model
      .ofType('aws_ssm_parameter')
      .some(
        (parameter) =>
          parameter.stack === resource.stack &&
          parameter.region === read.region &&
          parameter.text('name') === read.text('name') &&
          parameter.at('insecure_value') === expression,
      )
  );
}

/** Whether the source bucket is replicated to the destination by a rule of this id. */
const hasRule = (
  model: EnvironmentModel,
  {
    SourceBucket: source = '',
    DestinationBucket: destination = '',
    RuleId: id = '',
  }: WatchedMetric['dimensions'],
) =>
  model.ofType('aws_s3_bucket_replication_configuration').some((configuration) => {
    const replicates =
      configuration.text('bucket') === source ||
      model
        .references(configuration, configuration.at('bucket'))
        .some((bucket) => bucket.text('bucket') === source);
    return (
      replicates &&
      blocksOf(configuration.at('rule')).some(
        (rule) =>
          rule['id'] === id &&
          blocksOf(rule['destination']).some(({ bucket }) => bucket === `arn:aws:s3:::${destination}`),
      )
    );
  });

const alarmExists = (model: EnvironmentModel, name: string, region: string | undefined) =>
  model.ofType(...ALARMS).some((alarm) => alarm.region === region && alarm.text('alarm_name') === name);

/** A rule can name alarms of its own Region alone, and what stands in the same stack must be made before it. */
function ruleProblems(model: EnvironmentModel, alarm: Resource): string[] {
  const names = [...alarm.text('alarm_rule').matchAll(/\("([^"]*)"\)/g)].map(([, name = '']) => name);
  if (names.length === 0) return [`${where(alarm)}: its rule names no alarm.`];
  return names
    .filter((name) => !alarmExists(model, name, alarm.region))
    .map(
      (name) => `${where(alarm)}: no stack creates the alarm ${name} of its rule in ${String(alarm.region)}.`,
    );
}

function dashboardProblems(model: EnvironmentModel, dashboard: Resource): string[] {
  return widgetsOf(dashboard).flatMap((widget) => {
    const region = widget['region'];
    const strange = stringsOf(widget['alarms']).filter((arn) => {
      const [, , service, at, account, , name = ''] = arn.split(':');
      const own =
        service === 'cloudwatch' && account === model.environment.accountId && at === dashboard.region;
      return !own || !alarmExists(model, name, at);
    });
    return [
      ...strange.map(
        (arn) => `${where(dashboard)}: shows ${arn}, which no stack creates in ${String(dashboard.region)}.`,
      ),
      ...(region === undefined || region === dashboard.region
        ? []
        : [`${where(dashboard)}: shows ${String(region)}, and is of ${String(dashboard.region)}.`]),
    ];
  });
}

function filterProblems(model: EnvironmentModel, filter: Resource): string[] {
  const groups = model
    .ofType('aws_cloudwatch_log_group')
    .filter(
      (group) =>
        group.region === filter.region &&
        (group.text('name') === filter.text('log_group_name') ||
          model.refersTo(filter, filter.at('log_group_name'), group)),
    );
  const metric = objectOf(filter.at('metric_transformation'));
  const heard = model
    .ofType('aws_cloudwatch_metric_alarm')
    .some(
      (alarm) =>
        alarm.region === filter.region &&
        alarm.at('namespace') === metric['namespace'] &&
        alarm.at('metric_name') === metric['name'],
    );
  return [
    ...(groups.length === 1
      ? []
      : [`${where(filter)}: no stack creates the log group ${filter.text('log_group_name')}.`]),
    ...(heard ? [] : [`${where(filter)}: no alarm watches what it counts.`]),
  ];
}

/** Whom an alarm tells: a topic or a function of its own Region that some stack creates. */
function actionProblems(model: EnvironmentModel, alarm: Resource): string[] {
  const arns = ['alarm_actions', 'ok_actions', 'insufficient_data_actions'].flatMap((path) =>
    alarm.strings(path),
  );
  return [...new Set(arns)]
    .filter((arn) => !takesActions(model, alarm, arn))
    .map((arn) => `${where(alarm)}: no stack creates ${arn}, which it tells.`);
}

const TAKERS: Readonly<Record<string, DimensionRule>> = {
  sns: { type: 'aws_sns_topic', attribute: 'name' },
  lambda: { type: 'aws_lambda_function', attribute: 'function_name' },
};

function takesActions(model: EnvironmentModel, alarm: Resource, arn: string): boolean {
  const [, , service = '', region, account, ...name] = arn.split(':');
  const taker = TAKERS[service];
  return (
    taker !== undefined &&
    region === alarm.region &&
    account === model.environment.accountId &&
    model
      .ofType(taker.type)
      .some((resource) => resource.region === region && resource.text(taker.attribute) === name.at(-1))
  );
}

/** Kept as long as the environment says, as an ordinary log or as an audit record, and readable with a key of our own alone. */
function logGroupProblems(model: EnvironmentModel, group: Resource): string[] {
  const { logDays, auditLogDays } = model.environment.retention;
  const days = group.at('retention_in_days');
  return [
    ...(days === logDays || days === auditLogDays
      ? []
      : [
          `${where(group)}: is kept for ${String(days)} days; allowed: retention.logDays (${logDays}) or retention.auditLogDays (${auditLogDays}).`,
        ]),
    ...(model.isCustomerKey(group, group.at('kms_key_id'))
      ? []
      : [`${where(group)}: has no customer key of its Region.`]),
  ];
}
