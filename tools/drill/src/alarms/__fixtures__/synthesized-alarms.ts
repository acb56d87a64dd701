import type { CompositeAlarm, MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { MetricFilter } from '@aws-sdk/client-cloudwatch-logs';
import { MetricData } from '@healthcare-dr/aws-models/cloudwatch';
import { Naming } from '@healthcare-dr/platform';
import {
  blocksOf,
  objectOf,
  synthesizeAll,
  type JsonObject,
  type SynthesizedStack,
} from '@healthcare-dr/testing';
import { peerOf, topologyOf, watchRegionOf, type Environment, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import type { AlarmInputs, StandingAlarms } from '../alarm-assertions';
import type { LoadBalancerFacts, AlarmScope } from '../alarm-input';
import type { Metrics } from '../alarm-trial';
import { filterInputs } from '../audit-inputs';
import { alarmInputs } from '../inputs';
import { readinessInputs } from '../readiness-inputs';

const LOAD_BALANCER: LoadBalancerFacts = {
  loadBalancer: 'app/healthcare-alb-dev/1',
  targetGroup: 'targetgroup/healthcare-service-dev/2',
  certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/3',
};

/** What stands in a reference in the place of what only AWS knows. */
const REFERENCES: readonly (readonly [string, string])[] = [
  ['contract-compute-albArnSuffix', LOAD_BALANCER.loadBalancer],
  ['contract-compute-targetGroupArnSuffix', LOAD_BALANCER.targetGroup],
  ['aws_acm_certificate_validation.', LOAD_BALANCER.certificateArn],
];

/** What AWS would make of a reference; any other text as it is. */
function resolved(text: string): string {
  const reference = REFERENCES.find(([part]) => text.startsWith('${') && text.includes(part));
  return reference?.[1] ?? text;
}

const text = (block: JsonObject, key: string) => {
  const value = block[key];
  return typeof value === 'string' ? value : undefined;
};

const number = (block: JsonObject, key: string) => {
  const value = block[key];
  return typeof value === 'number' ? value : undefined;
};

const dimensions = (block: JsonObject) =>
  Object.entries(objectOf(block['dimensions'])).map(([Name, Value]) => ({
    Name,
    Value: resolved(String(Value)),
  }));

const metricQuery = (block: JsonObject): MetricDataQuery => {
  const [metric] = blocksOf(block['metric']);
  return {
    Id: text(block, 'id'),
    Expression: text(block, 'expression'),
    ReturnData: block['return_data'] === true,
    ...(metric === undefined
      ? {}
      : {
          MetricStat: {
            Metric: {
              Namespace: text(metric, 'namespace'),
              MetricName: text(metric, 'metric_name'),
              Dimensions: dimensions(metric),
            },
            Period: number(metric, 'period'),
            Stat: text(metric, 'stat'),
          },
        }),
  };
};

/** An alarm as DescribeAlarms would list it, from what Terraform would be given. */
const metricAlarm = (block: JsonObject): MetricAlarm => ({
  AlarmName: text(block, 'alarm_name'),
  AlarmDescription: text(block, 'alarm_description'),
  Namespace: text(block, 'namespace'),
  MetricName: text(block, 'metric_name'),
  Dimensions: dimensions(block),
  Statistic: text(block, 'statistic') as MetricAlarm['Statistic'],
  ExtendedStatistic: text(block, 'extended_statistic'),
  Unit: text(block, 'unit') as MetricAlarm['Unit'],
  Period: number(block, 'period'),
  EvaluationPeriods: number(block, 'evaluation_periods'),
  DatapointsToAlarm: number(block, 'datapoints_to_alarm'),
  Threshold: number(block, 'threshold'),
  ComparisonOperator: text(block, 'comparison_operator') as MetricAlarm['ComparisonOperator'],
  TreatMissingData: text(block, 'treat_missing_data'),
  EvaluateLowSampleCountPercentile: text(block, 'evaluate_low_sample_count_percentiles'),
  Metrics: blocksOf(block['metric_query']).map(metricQuery),
});

const metricFilter = (block: JsonObject): MetricFilter => ({
  filterName: text(block, 'name'),
  filterPattern: text(block, 'pattern'),
  metricTransformations: blocksOf(block['metric_transformation']).map((transformation) => ({
    metricName: text(transformation, 'name'),
    metricNamespace: text(transformation, 'namespace'),
    metricValue: text(transformation, 'value'),
    unit: text(transformation, 'unit') as 'Count',
  })),
});

const attributesIn = (stacks: readonly SynthesizedStack[], type: string) =>
  stacks.flatMap((stack) => stack.resources(type).map(({ attributes }) => attributes));

/** The alarms that the stacks of an environment would make outside the pair. */
export function synthesizedWatchAlarms(
  all: readonly SynthesizedStack[],
  environment: Environment,
): StandingAlarms {
  const metricAlarms = attributesIn(all, 'aws_cloudwatch_metric_alarm')
    .filter(isOfWatchRegion)
    .map(metricAlarm);
  return { region: watchRegionOf(environment), metricAlarms, compositeAlarms: [], metricFilters: [] };
}

const isOfWatchRegion = ({ provider }: JsonObject) => provider === 'aws.watch';

/** Every alarm of one side that the stacks of an environment would make. */
export function synthesizedAlarms(all: readonly SynthesizedStack[], role: Role): StandingAlarms {
  const stacks = all.filter((stack) => stack.role === role);
  const [first] = stacks;
  if (first === undefined) throw new Error(`There are no stacks of ${role}.`);
  return {
    region: topologyOf(first.environment, role).region,
    metricAlarms: attributesIn(stacks, 'aws_cloudwatch_metric_alarm')
      .filter((block) => !isOfWatchRegion(block))
      .map(metricAlarm),
    compositeAlarms: attributesIn(stacks, 'aws_cloudwatch_composite_alarm').map((block): CompositeAlarm => ({
      AlarmName: text(block, 'alarm_name'),
      AlarmDescription: text(block, 'alarm_description'),
      AlarmRule: text(block, 'alarm_rule'),
    })),
    metricFilters: attributesIn(stacks, 'aws_cloudwatch_log_metric_filter').map(metricFilter),
  };
}

/** All stacks of an environment. */
export const stacksOf = (suffix: string): SynthesizedStack[] => synthesizeAll(fixtureEnvironment(suffix));

/** A side as the synthesized stacks name it. */
export function sideOf(environment: Environment, role: Role): AlarmScope {
  const { suffix, accountId } = environment;
  const naming = (of: Role) => new Naming({ suffix, accountId, region: topologyOf(environment, of).region });
  return { environment, role, naming: naming(role), peer: naming(peerOf(role)), loadBalancer: LOAD_BALANCER };
}

/** What the alarms of a side are for. */
export const inputsOf = (side: AlarmScope): AlarmInputs => ({
  alarms: alarmInputs(side),
  composites: readinessInputs(side),
  filters: filterInputs(side),
});

/** Metrics in memory. */
export function memoryMetrics(): Metrics {
  const data = new MetricData();
  return {
    put: (samples) => {
      data.put(samples);
      return Promise.resolve();
    },
    read: (queries, window) =>
      Promise.resolve(new Map(queries.map((query) => [query.id, data.read(query, window)]))),
  };
}
