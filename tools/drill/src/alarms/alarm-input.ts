import type { AlarmState } from '@healthcare-dr/aws-models/cloudwatch';
import type { Environment, Role } from '@healthcare-dr/topology';
import type { Naming } from '@healthcare-dr/platform';

/** A metric as AWS, or the controller, publishes it. */
export interface PublishedMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  /** How many samples of the same value each time. @default 1 */
  readonly count?: number;
}

/** Records in a trail, which a metric filter counts. */
export interface CountedRecord {
  /** The name of the filter. */
  readonly metricFilter: string;
  /** The record, as CloudTrail writes it. */
  readonly record: object;
}

/** A situation of the world, and what is published in it. */
export interface PublishedData {
  /** In the words of whoever knows the thing that is watched. */
  readonly says: string;
  /** One value for each published metric, each time; for records, how many. `silence`: nothing is published. */
  readonly values: readonly number[] | 'silence';
}

/**
 * What one alarm is for, in the words and units of the thing it watches: independent of how the alarm is defined, so that a wrong
 * unit, dimension or comparison shows.
 */
export interface AlarmInput {
  readonly alarmName: string;
  /** What it watches over, for the report. */
  readonly over: string;
  readonly publishes: readonly PublishedMetric[] | CountedRecord;
  /** How often it is published, in seconds. */
  readonly everySeconds: number;
  readonly goesOff: PublishedData;
  /**
   * How many minutes of that it takes; of silence, how many at most: CloudWatch looks at the last datapoints again and again before
   * it takes a metric for silent.
   */
  readonly minutes: number;
  readonly staysQuiet: PublishedData;
  /** What it says once nothing is published any more; `kept`: what it said before. */
  readonly silence: AlarmState | 'kept';
}

/** What a composite alarm sums up. */
export interface CompositeInput {
  readonly alarmName: string;
  /** The alarms that set it off when they go off. */
  readonly inAlarm: readonly string[];
}

/** What a metric filter counts. */
export interface FilterInput {
  readonly filter: string;
  readonly counts: readonly object[];
  readonly passesOver: readonly object[];
}

/** The load balancer of a Region, as AWS names it. */
export interface LoadBalancerFacts {
  /** `app/<name>/<id>`. */
  readonly loadBalancer: string;
  /** `targetgroup/<name>/<id>`. */
  readonly targetGroup: string;
  readonly certificateArn: string;
}

/** The Region whose alarms are looked at. */
export interface AlarmScope {
  readonly environment: Environment;
  readonly role: Role;
  /** The names of its Region. */
  readonly naming: Naming;
  /** The names of the other Region. */
  readonly peer: Naming;
  readonly loadBalancer: LoadBalancerFacts;
}

/** The name of an alarm of a Region. */
export const nameOf = ({ naming }: AlarmScope, what: string): string => naming.name('resource', what);

export const MINUTE_SECONDS = 60;
export const HOUR_SECONDS = 60 * MINUTE_SECONDS;
export const DAY_SECONDS = 24 * HOUR_SECONDS;
