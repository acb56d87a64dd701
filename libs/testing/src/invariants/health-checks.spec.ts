import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { EnvironmentModel } from '../model';
import { synthesizeAll } from '../synth';
import { withChangedResources, type Attributes } from './changed-resources';
import { healthCheckProblems } from './health-checks';

const environment = fixtureEnvironment('dev');
const stacks = synthesizeAll(environment);

/** What is wrong once the resources of a type, known by one of their attributes, are others. */
function problemsWith(type: string, attribute: string, value: unknown, changed: Attributes): string[] {
  const altered = withChangedResources(
    stacks,
    type,
    (attributes) => attributes[attribute] === value,
    (attributes) => Object.assign(attributes, changed),
  );
  return healthCheckProblems(new EnvironmentModel(environment, altered));
}

it('finds nothing wrong with the checks of the environment', () => {
  const model = new EnvironmentModel(environment, stacks);
  const types = model.ofType('aws_route53_health_check').map((check) => check.text('type'));
  expect([...new Set(types)].sort()).toEqual(['CALCULATED', 'CLOUDWATCH_METRIC', 'HTTPS']);
  expect(healthCheckProblems(model)).toEqual([]);
});

it.each([
  'healthcare-traffic-not-engaged-dev',
  'healthcare-traffic-held-home-dev',
  'healthcare-replication-lag-dev',
])('finds that Route 53 could not follow %s', (name) => {
  const withAlarm = (changed: Attributes) =>
    problemsWith('aws_cloudwatch_metric_alarm', 'alarm_name', name, changed);
  for (const [attribute, value] of [
    ['metric_query', [{ id: 'm1', expression: 'm2 / 1000' }]],
    ['extended_statistic', 'p99'],
    ['datapoints_to_alarm', 1],
  ] as const)
    expect(withAlarm({ [attribute]: value })).toContainEqual(
      expect.stringContaining(`the alarm ${name} has a ${attribute}, which Route 53 cannot follow`),
    );
  expect(withAlarm({ period: 10 })).toContainEqual(
    expect.stringContaining(`the alarm ${name} has a period of less than 60 seconds`),
  );
});

it.each([
  ['threshold', 5],
  ['evaluation_periods', 7],
  ['statistic', 'Average'],
  ['metric_name', 'AuroraGlobalDBRPOLag'],
])('finds a check whose triggers keep an old %s of its alarm', (attribute, value) => {
  expect(
    problemsWith('aws_cloudwatch_metric_alarm', 'alarm_name', 'healthcare-replication-lag-dev', {
      [attribute]: value,
    }),
  ).toContainEqual(expect.stringContaining(`has the ${attribute} ${value}, and its triggers`));
});

it('finds a check whose triggers keep other dimensions', () => {
  expect(
    problemsWith('aws_cloudwatch_metric_alarm', 'alarm_name', 'healthcare-replication-lag-dev', {
      dimensions: { DBClusterIdentifier: 'another' },
    }),
  ).toContainEqual(expect.stringContaining('has other dimensions than its triggers say'));
});

it('finds a check without triggers: an edited alarm would leave it at the old bounds', () => {
  expect(
    problemsWith('aws_route53_health_check', 'cloudwatch_alarm_name', 'healthcare-replication-lag-dev', {
      triggers: undefined,
    }),
  ).toContainEqual(expect.stringContaining('and its triggers the threshold undefined'));
});

it.each([0, 3])('finds a calculated check with a threshold of %d of two', (threshold) => {
  expect(
    problemsWith('aws_route53_health_check', 'type', 'CALCULATED', { child_health_threshold: threshold }),
  ).toContainEqual(expect.stringContaining(`is healthy once ${threshold} of 2 checks are`));
});

it('finds a check that is disabled', () => {
  expect(problemsWith('aws_route53_health_check', 'type', 'HTTPS', { disabled: true })).toContainEqual(
    expect.stringContaining('is disabled, which Route 53 takes for healthy'),
  );
});
