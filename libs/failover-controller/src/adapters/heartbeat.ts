import { PutMetricDataCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  CONTROLLER_DIMENSION,
  controllerNamespace,
  watchedHeartbeat,
} from '@healthcare-dr/failover-lambda/contract';
import type { Clock, HeartbeatPort } from '../domain/ports';
import type { Site } from '../domain/site';
import { call, within } from './call';
import type { Bounded } from './clients';

/** What the adapter needs. */
export interface HeartbeatAdapterProps {
  /** Of the watch Region. */
  readonly cloudWatch: Bounded<CloudWatchClient>;
  readonly environment: string;
  readonly role: Site['role'];
  readonly clock: Clock;
}

/**
 * The dead man's switch: a metric in the watch Region, whose silence an alarm there tells of. It leaves by the NAT gateway, so it is also
 * missed where the controller lives and its way out is closed.
 */
export function heartbeatAdapter({
  cloudWatch,
  environment,
  role,
  clock,
}: HeartbeatAdapterProps): HeartbeatPort {
  return {
    async beat() {
      const command = new PutMetricDataCommand({
        Namespace: controllerNamespace({ suffix: environment }),
        MetricData: [
          {
            MetricName: watchedHeartbeat(role),
            Dimensions: [{ Name: CONTROLLER_DIMENSION, Value: environment }],
            Value: 1,
            Unit: 'Count',
            Timestamp: new Date(clock.now()),
          },
        ],
      });
      await call('cloudwatch:PutMetricData', within(cloudWatch.limitMs), (options) =>
        cloudWatch.client.send(command, options),
      );
    },
  };
}
