import type { EnvironmentModel, Resource } from '../model';
import { objectOf } from '../json';

/** What Route 53 copies of an alarm, by the attribute of the alarm and by the key under which a check's `triggers` has it. */
const COPIED = {
  namespace: 'namespace',
  metric_name: 'metricName',
  statistic: 'statistic',
  period: 'period',
  evaluation_periods: 'evaluationPeriods',
  comparison_operator: 'comparisonOperator',
  threshold: 'threshold',
} as const;

/** What Route 53 cannot follow: metric math, statistics beyond the basic ones, and M of N. */
const NOT_FOLLOWED = ['metric_query', 'extended_statistic', 'datapoints_to_alarm'];

/** Below this a metric is of high resolution, which Route 53 does not follow either; in seconds. */
const STANDARD_RESOLUTION = 60;

/**
 * Checks of Route 53 that are healthy or unhealthy whatever happens: one that is disabled, one that is calculated by a threshold that always
 * or never holds, one that follows an alarm that is not there, or that Route 53 cannot follow. And checks whose `triggers` do not say what
 * Route 53 copied of their alarm: an edited alarm would leave them at the old bounds.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 */
export function healthCheckProblems(model: EnvironmentModel): string[] {
  return model.ofType('aws_route53_health_check').flatMap((check) => {
    const where = `${check.stack.name}: ${check.address}`;
    return [
      ...(check.at('disabled') === true ? ['is disabled, which Route 53 takes for healthy.'] : []),
      ...(check.text('type') === 'CALCULATED' ? thresholdProblems(check) : []),
      ...(check.text('cloudwatch_alarm_name') === '' ? [] : alarmProblems(model, check)),
    ].map((problem) => `${where}: ${problem}`);
  });
}

function thresholdProblems(check: Resource): string[] {
  const children = check.strings('child_healthchecks').length;
  const threshold = Number(check.at('child_health_threshold'));
  return threshold >= 1 && threshold <= children
    ? []
    : [
        `is healthy once ${String(check.at('child_health_threshold'))} of ${children} checks are; allowed: 1 to ${children}.`,
      ];
}

function alarmProblems(model: EnvironmentModel, check: Resource): string[] {
  const name = check.text('cloudwatch_alarm_name');
  const region = check.text('cloudwatch_alarm_region');
  const alarm = model
    .ofType('aws_cloudwatch_metric_alarm')
    .find((found) => found.region === region && found.text('alarm_name') === name);
  if (alarm === undefined) return [`no stack creates the alarm ${name} in ${region}, which it follows.`];
  const copy = objectOf(check.at('triggers'));
  const stale = Object.entries(COPIED)
    .filter(([attribute, key]) => String(alarm.at(attribute)) !== String(copy[key]))
    .map(
      ([attribute, key]) =>
        `the alarm ${name} has the ${attribute} ${String(alarm.at(attribute))}, and its triggers the ${key} ${String(copy[key])}.`,
    );
  return [
    ...NOT_FOLLOWED.filter((attribute) => alarm.at(attribute) !== undefined).map(
      (attribute) => `the alarm ${name} has a ${attribute}, which Route 53 cannot follow.`,
    ),
    ...(Number(alarm.at('period')) < STANDARD_RESOLUTION
      ? [
          `the alarm ${name} has a period of less than ${STANDARD_RESOLUTION} seconds, which Route 53 cannot follow.`,
        ]
      : []),
    ...stale,
    ...dimensionProblems(name, alarm, copy['dimensions']),
  ];
}

function dimensionProblems(name: string, alarm: Resource, copied: unknown): string[] {
  const sorted = (dimensions: object) => JSON.stringify(Object.entries(dimensions).sort());
  const own = objectOf(alarm.at('dimensions'));
  const known = typeof copied === 'string' ? (JSON.parse(copied) as object) : {};
  return sorted(own) === sorted(known)
    ? []
    : [`the alarm ${name} has other dimensions than its triggers say.`];
}
