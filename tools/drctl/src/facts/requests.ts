import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { computeContract } from '@healthcare-dr/compute/contract';
import { ask, orAbsent, type Answer } from '../answer';
import type { RegionClients } from '../pair';
import { datapoints, type MetricQuery } from './metrics';

/** What clients asked of a Region's load balancer in one minute. */
export interface RequestMinute {
  /** The beginning of the minute: milliseconds since the epoch. */
  readonly at: number;
  readonly requests: number;
  /** Answered with a status of 500 or more, by the service or in its place. */
  readonly failed: number;
}

/** How far back is looked, in milliseconds. */
export const REQUEST_WINDOW_MS = 1_800_000;

/**
 * The requests of the last half an hour, oldest first; `undefined` if there is no load balancer.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export const askRequests = (
  { ssm, cloudWatch, naming }: RegionClients,
  now: number,
): Promise<Answer<readonly RequestMinute[] | undefined>> =>
  ask(async (options) => {
    const Name = naming.parameter(
      computeContract.tier,
      'albArnSuffix' satisfies keyof typeof computeContract.keys,
    );
    const parameter = await orAbsent(ssm.send(new GetParameterCommand({ Name }), options));
    const LoadBalancer = parameter?.Parameter?.Value;
    if (LoadBalancer === undefined) return undefined;
    const metric = (metricName: string): MetricQuery => ({
      namespace: 'AWS/ApplicationELB',
      metricName,
      dimensions: { LoadBalancer },
      statistic: 'Sum',
      periodSeconds: 60,
    });
    const { requests, target, balancer } = await datapoints(
      cloudWatch,
      {
        requests: metric('RequestCount'),
        target: metric('HTTPCode_Target_5XX_Count'),
        balancer: metric('HTTPCode_ELB_5XX_Count'),
      },
      { now, lengthMs: REQUEST_WINDOW_MS },
      options,
    );
    const failed = [...target, ...balancer];
    // What the load balancer answers in the service's place is no request of its target group, and is counted beside.
    const minutes = new Set([...requests, ...failed].map(({ at }) => at));
    return [...minutes]
      .sort((a, b) => a - b)
      .map((at) => ({
        at,
        requests: sumAt(requests, at),
        failed: sumAt(failed, at),
      }));
  });

const sumAt = (points: readonly { readonly at: number; readonly value: number }[], minute: number): number =>
  points.filter(({ at }) => at === minute).reduce((sum, { value }) => sum + value, 0);
