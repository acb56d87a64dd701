import { blocksOf } from '../json';
import type { EnvironmentModel } from '../model';
import { carriesSuffix } from './names';
import { watchedMetrics } from './watched-metrics';

/** Namespaces of services: `AWS/…`, and that of Container Insights. */
const OF_SERVICES = /^(?:AWS|ECS)\//;

/**
 * Metrics of our own in a namespace that does not carry the environment's suffix. IAM binds a namespace and no dimension, so another
 * environment of the account could write them, and move its neighbour's traffic.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 */
export function metricNamespaceProblems(model: EnvironmentModel): string[] {
  const { suffix } = model.environment;
  const counted = model
    .ofType('aws_cloudwatch_log_metric_filter')
    .flatMap((by) =>
      blocksOf(by.at('metric_transformation')).map(({ namespace }) => ({ by, namespace: String(namespace) })),
    );
  return [...watchedMetrics(model), ...counted]
    .filter(({ namespace }) => !OF_SERVICES.test(namespace) && !carriesSuffix(namespace, suffix))
    .map(
      ({ by, namespace }) =>
        `${by.stack.name}: ${by.address}: the namespace '${namespace}' does not carry the suffix '${suffix}'.`,
    );
}
