import type { CloudWatchAlarmConfiguration } from '@aws-sdk/client-route-53';
import { clusterName } from '@healthcare-dr/aurora/contract';
import {
  CONTROLLER_DIMENSION,
  CONTROLLER_METRICS,
  controllerNamespace,
} from '@healthcare-dr/failover-lambda/contract';
import { replicationLagAlarm } from '@healthcare-dr/observability/contract';
import { namingOf } from '@healthcare-dr/platform';
import {
  loadBalancerName,
  rememberStatuses,
  resolve,
  type KnownStatus,
  type MetricQuery,
  type TargetState,
  type DataPlaneInputs,
} from '@healthcare-dr/aws-models/route53';
import { endpointPathOf, serviceNames, type Environment, type Role } from '@healthcare-dr/topology';
import type { TrafficFacts } from './traffic-facts';

/** One side of the pair at a moment. */
export interface LoadBalancerState {
  /** Whether its load balancer answers Route 53's health checkers. */
  readonly answers: boolean;
  /** The targets registered with each of its target groups. */
  readonly targets: readonly TargetState[];
}

/** All that decides where traffic goes, at one moment. */
export interface Moment {
  readonly primary: LoadBalancerState;
  readonly dr: LoadBalancerState;
  /**
   * What the controller says of traffic, minute by minute: `wavers` is one minute of "engaged" followed by "not engaged", `silent`
   * nothing at all.
   */
  readonly controller: 'engaged' | 'free' | 'wavers' | 'silent';
  /** What the primary's controller says: that it holds traffic at home, that it does not, or nothing. */
  readonly home: 'held' | 'free' | 'silent';
  /** The lag that RDS publishes in the dr Region, in milliseconds. */
  readonly lag: number | 'unknown';
}

/** A side that serves. */
export const UP: LoadBalancerState = { answers: true, targets: ['healthy', 'healthy'] };
/** A side that nobody reaches. */
export const LOST: LoadBalancerState = { answers: false, targets: ['unhealthy', 'unhealthy'] };
const EMPTY: LoadBalancerState = { answers: false, targets: [] };

const LOW_LAG = 800;

/** The rule: both sides up, nothing engaged, the standby close behind. */
export const WELL: Moment = { primary: UP, dr: UP, controller: 'free', home: 'free', lag: LOW_LAG };

/** What a situation is known by. */
export type TrafficSituationId =
  | 'all-well'
  | 'primary-lost'
  | 'primary-answers-nobody'
  | 'primary-without-target'
  | 'primary-back'
  | 'controller-silent-in-dr'
  | 'controller-silent'
  | 'controller-wavers'
  | 'failback'
  | 'dr-without-target'
  | 'dr-without-target-answers'
  | 'dr-without-target-in-dr'
  | 'dr-answers-nobody-in-dr'
  | 'dr-lost-as-writer'
  | 'primary-lost-after-home'
  | 'no-target'
  | 'standby-lags'
  | 'lag-unknown'
  | 'standby-lagged-primary-lost'
  | 'standby-lagged-promoted';

/** What happens, one moment after the other, and where the last of them must send a client. */
export interface TrafficSituation {
  readonly id: TrafficSituationId;
  readonly title: string;
  readonly moments: readonly Moment[];
  readonly serves: Role;
}

const ENGAGED: Moment = { ...WELL, primary: LOST, controller: 'engaged' };
const HIGH_LAG = 3_600_000;

const situation = (
  id: TrafficSituationId,
  title: string,
  serves: Role,
  ...moments: Partial<Moment>[]
): TrafficSituation => ({
  id,
  title,
  serves,
  moments: [WELL, ...moments.map((changes) => ({ ...WELL, ...changes }))],
});

/** Every situation that DNS must get right, each beginning with all well. */
export const SITUATIONS: readonly TrafficSituation[] = [
  situation('all-well', 'All well: the primary serves', 'primary'),
  situation('primary-lost', 'The primary is lost: dr serves', 'dr', { primary: LOST }),
  situation(
    'primary-answers-nobody',
    'The primary answers nobody although its targets are healthy: dr serves',
    'dr',
    {
      primary: { ...UP, answers: false },
    },
  ),
  situation(
    'primary-without-target',
    'The primary has no healthy target although something answers: dr serves',
    'dr',
    {
      primary: { ...LOST, answers: true },
    },
  ),
  situation('primary-back', 'A failover is engaged and the primary is back: dr still serves', 'dr', ENGAGED, {
    controller: 'engaged',
  }),
  situation(
    'controller-silent-in-dr',
    'The controller falls silent while engaged: dr still serves',
    'dr',
    ENGAGED,
    {
      controller: 'silent',
    },
  ),
  situation(
    'controller-silent',
    'The controller falls silent while all is well: the primary still serves',
    'primary',
    {
      controller: 'silent',
    },
  ),
  situation(
    'controller-wavers',
    'Not every minute says that traffic is free: dr still serves',
    'dr',
    ENGAGED,
    {
      controller: 'wavers',
    },
  ),
  situation(
    'failback',
    'Failback: the primary serves again',
    'primary',
    ENGAGED,
    { controller: 'engaged' },
    {},
  ),
  situation('dr-without-target', 'dr has no target: the primary serves', 'primary', { dr: EMPTY }),
  situation(
    'dr-without-target-answers',
    'dr has no target though something answers: the primary serves',
    'primary',
    {
      dr: { ...EMPTY, answers: true },
    },
  ),
  situation(
    'dr-without-target-in-dr',
    'dr has no target while a failover is engaged: the primary serves, not nobody',
    'primary',
    {
      dr: { ...EMPTY, answers: true },
      controller: 'engaged',
    },
  ),
  situation(
    'dr-answers-nobody-in-dr',
    'dr answers nobody while a failover is engaged: the primary serves, not nobody',
    'primary',
    {
      dr: { ...UP, answers: false },
      controller: 'engaged',
    },
  ),
  situation(
    'dr-lost-as-writer',
    'dr was lost as the writer, the primary was promoted, and dr answers again: the primary serves',
    'primary',
    ENGAGED,
    { dr: LOST, controller: 'silent', home: 'held' },
    { controller: 'engaged', home: 'held' },
  ),
  situation(
    'primary-lost-after-home',
    'The primary is lost after it held traffic at home: dr serves',
    'dr',
    { dr: LOST, home: 'held' },
    { home: 'held' },
    { primary: LOST, home: 'silent' },
  ),
  situation('no-target', 'Neither side has a target: clients are still given an address', 'primary', {
    primary: LOST,
    dr: EMPTY,
  }),
  situation('standby-lags', 'The standby lags: the primary serves', 'primary', { lag: HIGH_LAG }),
  situation('lag-unknown', 'The lag is not known: the primary serves', 'primary', { lag: 'unknown' }),
  situation(
    'standby-lagged-primary-lost',
    'The standby lagged when the primary was lost: dr serves',
    'dr',
    { lag: HIGH_LAG },
    {
      primary: LOST,
      lag: HIGH_LAG,
    },
  ),
  situation(
    'standby-lagged-promoted',
    'The standby lagged when it was promoted and publishes no lag since: dr serves',
    'dr',
    {
      lag: HIGH_LAG,
    },
    { ...ENGAGED, lag: 'unknown' },
  ),
];

/** Where a client is sent, and why. */
export interface RoutingResult {
  /** The side whose load balancer is answered with; `undefined` if it is of neither. */
  readonly serves: Role | undefined;
  readonly reasons: readonly string[];
}

/**
 * Plays moments through, remembering between them what Route 53 would remember, and asks for a name in the last.
 *
 * @throws UndocumentedError if the answer rests on something that Route 53 does not document
 */
export function play(
  name: string,
  moments: readonly Moment[],
  facts: TrafficFacts,
  environment: Environment,
): RoutingResult {
  let world = worldAt(WELL, facts, environment);
  let lastKnown: ReadonlyMap<string, KnownStatus> = new Map();
  for (const moment of moments) {
    world = { ...worldAt(moment, facts, environment), lastKnown };
    lastKnown = rememberStatuses(facts.configuration, world);
  }
  const { targets, reasons } = resolve({ name }, facts.configuration, world);
  const [target = ''] = targets;
  return { serves: sideOf(target, facts), reasons };
}

/** What the witness of a Region says at one moment. */
export function askWitness(
  role: Role,
  moment: Moment,
  facts: TrafficFacts,
  environment: Environment,
): { readonly texts: readonly string[]; readonly reasons: readonly string[] } {
  const name = serviceNames(environment).witness[role];
  const world = worldAt(moment, facts, environment);
  const { targets, reasons } = resolve({ name, type: 'TXT' }, facts.configuration, world);
  // Route 53 keeps a text in quotation marks.
  return { texts: targets.map((text) => text.replaceAll('"', '')), reasons };
}

/** Where the service's name leads at the end of a situation. */
export const outcomeOf = (
  { moments }: TrafficSituation,
  facts: TrafficFacts,
  environment: Environment,
): RoutingResult => play(serviceNames(environment).service, moments, facts, environment);

const sideOf = (target: string, { loadBalancers }: TrafficFacts): Role | undefined =>
  loadBalancers.find(({ dnsName }) => dnsName === loadBalancerName(target))?.role;

/** The world at a moment, as the health checks and aliases that stand would find it. */
export function worldAt(moment: Moment, facts: TrafficFacts, environment: Environment): DataPlaneInputs {
  const endpointPath = endpointPathOf(environment.service.container);
  return {
    loadBalancers: facts.loadBalancers.map(({ role, dnsName, targetGroups }) => ({
      dnsName,
      targetGroups: targetGroups.map((name) => ({ name, targets: moment[role].targets })),
    })),
    // What listens is HTTPS, and what says whether the Region can serve is its endpoint path.
    answers: ({ type, target, port, path }) => {
      const role = sideOf(target, facts);
      const isService = type === 'HTTPS' && port === 443 && path === endpointPath;
      return role !== undefined && isService && moment[role].answers;
    },
    datapoints: (query) => datapointsAt(moment, query, environment),
  };
}

/** What is published: in each Region its controller's metric, in dr the standby's lag; of anything else, nothing. */
function datapointsAt(
  { controller, home, lag }: Moment,
  { region, alarm }: MetricQuery,
  environment: Environment,
): number[] {
  const { suffix, primary, dr, alarms } = environment;
  const periods = alarm.EvaluationPeriods ?? 1;
  const naming = namingOf(environment, 'dr');
  const isTraffic = isMetric(alarm, controllerNamespace({ suffix }), CONTROLLER_METRICS.trafficEngaged, {
    [CONTROLLER_DIMENSION]: suffix,
  });
  if (region === primary.region && isTraffic && home !== 'silent')
    return Array.from({ length: periods }, () => (home === 'held' ? 1 : 0));
  if (region !== dr.region) return [];
  if (isTraffic) {
    const minutes = {
      engaged: () => Array.from({ length: periods }, () => 1),
      free: () => Array.from({ length: periods }, () => 0),
      wavers: () => Array.from({ length: periods }, (_, minute) => (minute === 0 ? 1 : 0)),
      silent: () => [],
    };
    return minutes[controller]();
  }
  const { namespace, metricName, dimensions } = replicationLagAlarm({ alarms }, clusterName(naming));
  if (isMetric(alarm, namespace, metricName, dimensions)) {
    return lag === 'unknown' ? [] : Array.from({ length: periods }, () => lag);
  }
  return [];
}

function isMetric(
  alarm: CloudWatchAlarmConfiguration,
  namespace: string,
  metricName: string,
  dimensions: Readonly<Record<string, string>>,
): boolean {
  const own = (alarm.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`).sort();
  const wanted = Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return alarm.Namespace === namespace && alarm.MetricName === metricName && own.join() === wanted.join();
}
