import type { CloudWatchAlarmConfiguration, HealthCheck, ResourceRecordSet } from '@aws-sdk/client-route-53';

/** What a check was found to be when there was last enough to tell, before it is inverted. */
export type KnownStatus = 'Healthy' | 'Unhealthy';

/** What Route 53 was configured to do, as its API lists it. */
export interface Route53Configuration {
  /** The record sets of one public hosted zone. */
  readonly recordSets: readonly ResourceRecordSet[];
  readonly healthChecks: readonly HealthCheck[];
}

/** The state of a registered target, as Elastic Load Balancing names it. */
export type TargetState =
  'healthy' | 'unhealthy' | 'initial' | 'draining' | 'unused' | 'unavailable' | 'unhealthy.draining';

/** A target group that a listener of a load balancer forwards to. */
export interface TargetGroup {
  readonly name: string;
  /** The states of its registered targets; none if it is empty. */
  readonly targets: readonly TargetState[];
}

/** An Application or Network Load Balancer. */
export interface LoadBalancer {
  readonly dnsName: string;
  readonly targetGroups: readonly TargetGroup[];
}

/** The endpoint that a check asks, once its name is resolved. */
export interface Probe {
  readonly type: 'HTTP' | 'HTTPS' | 'TCP';
  /** The name that is asked for, or the address if the check names one. */
  readonly host: string;
  /** Where the name leads in this zone: a load balancer's DNS name or an address. */
  readonly target: string;
  /** @default 80 for HTTP, 443 for HTTPS */
  readonly port: number;
  readonly path: string;
}

/** Which metric data is wanted. */
export interface MetricQuery {
  readonly region: string;
  readonly alarm: CloudWatchAlarmConfiguration;
}

/** Everything outside Route 53 that its answers depend on, at one moment. */
export interface DataPlaneInputs {
  /** The load balancers that aliases may lead to. */
  readonly loadBalancers: readonly LoadBalancer[];
  /** Whether more than 18 % of the health checkers reach the endpoint often enough. */
  answers(probe: Probe): boolean;
  /**
   * The newest datapoints of a metric in the alarm's statistic and period, oldest first; `undefined` for a period without data.
   */
  datapoints(query: MetricQuery): readonly (number | undefined)[];
  /** What each check was when there was last enough data to tell, by id. @default - the checks are new */
  readonly lastKnown?: ReadonlyMap<string, KnownStatus>;
}
