import type { Naming } from '@healthcare-dr/platform';

/** The controller of a Region. */
export const controllerFunctionName = (naming: Naming): string => naming.name('function', 'failover');

/** The ARN of {@link controllerFunctionName}. */
export const controllerFunctionArn = (naming: Naming): string =>
  naming.arn('lambda', `function:${controllerFunctionName(naming)}`);

/** The metrics that the controller writes, all of them with the one dimension {@link CONTROLLER_DIMENSION}. */
export const CONTROLLER_METRICS = {
  namespace: 'HealthcareDr/Failover',
  /** 1 while traffic is held in the dr Region, 0 otherwise; written to the dr Region every minute. */
  trafficEngaged: 'TrafficEngaged',
  /** 1 for each run of the reconciler that came to its end. */
  heartbeat: 'Heartbeat',
} as const;

/** The dimension of the controller's metrics; its value is the environment's suffix. */
export const CONTROLLER_DIMENSION = 'Environment';
