import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { EnvironmentModel } from '../model';
import { fixtureStack } from './fixture-stack';
import { metricNamespaceProblems } from './metric-namespaces';

const environment = fixtureEnvironment('dev');

const problemsOf = (resource: Readonly<Record<string, unknown>>): string[] =>
  metricNamespaceProblems(new EnvironmentModel(environment, [fixtureStack({ resource })]));

const alarmOn = (namespace: string) => ({
  aws_cloudwatch_metric_alarm: { fixture: { namespace, metric_name: 'TrafficEngaged' } },
});

it.each(['HealthcareDr/Failover', 'HealthcareDr/Failover/prod', 'HealthcareDr/Failover/dev2'])(
  'finds an alarm on %s, which another environment of the account could write',
  (namespace) => {
    expect(problemsOf(alarmOn(namespace))).toEqual([
      `primary-fixture: aws_cloudwatch_metric_alarm.fixture: the namespace '${namespace}' does not carry the suffix 'dev'.`,
    ]);
  },
);

it('finds a filter that counts for every environment of the account', () => {
  const metric_transformation = { namespace: 'HealthcareDr/Audit', name: 'root-use' };
  expect(problemsOf({ aws_cloudwatch_log_metric_filter: { fixture: { metric_transformation } } })).toEqual([
    expect.stringContaining("the namespace 'HealthcareDr/Audit'"),
  ]);
});

it.each(['HealthcareDr/Failover/dev', 'AWS/RDS', 'ECS/ContainerInsights'])('takes %s', (namespace) => {
  expect(problemsOf(alarmOn(namespace))).toEqual([]);
});
