import {
  loadBalancerName,
  rememberStatuses,
  resolve,
  type KnownStatus,
  type DataPlaneInputs,
} from '@healthcare-dr/aws-models/route53';
import { serviceNames, type Environment, type Region, type Role } from '@healthcare-dr/topology';
import type { Metrics } from '../alarms/alarm-trial';
import type { TrafficFacts } from '../traffic-facts';
import { WELL, worldAt, type Moment } from '../traffic-situations';

/** Asks a model of Route 53, minute by minute, where it sends a client by the records, checks and metrics that stand. */
export class DnsWatch {
  #lastKnown: ReadonlyMap<string, KnownStatus> = new Map();

  /** @param metricsOf - CloudWatch of a Region; a health check may follow an alarm of either */
  constructor(
    private readonly facts: TrafficFacts,
    private readonly environment: Environment,
    private readonly metricsOf: (region: Region) => Metrics,
  ) {}

  /**
   * Which side a client is sent to now.
   *
   * @param sides - as Route 53's checkers find them
   * @param lost - the Region whose metrics nobody reads, if there is one
   * @param nowSeconds - in seconds since the epoch
   */
  async answer(
    sides: Pick<Moment, Role>,
    lost: Region | undefined,
    nowSeconds: number,
  ): Promise<Role | undefined> {
    const moment: Moment = { ...WELL, ...sides };
    const datapoints = await this.#datapoints(lost, nowSeconds);
    const world: DataPlaneInputs = {
      ...worldAt(moment, this.facts, this.environment),
      datapoints: ({ alarm, region }) =>
        datapoints.get(keyOf(region, alarm.MetricName, alarm.Namespace)) ?? [],
      lastKnown: this.#lastKnown,
    };
    this.#lastKnown = rememberStatuses(this.facts.configuration, world);
    const { targets } = resolve(
      { name: serviceNames(this.environment).service },
      this.facts.configuration,
      world,
    );
    const [target = ''] = targets;
    return this.facts.loadBalancers.find(({ dnsName }) => dnsName === loadBalancerName(target))?.role;
  }

  /** What the metrics of the alarms that health checks follow were in the last whole periods. */
  async #datapoints(
    lost: Region | undefined,
    nowSeconds: number,
  ): Promise<ReadonlyMap<string, readonly (number | undefined)[]>> {
    const found = new Map<string, readonly (number | undefined)[]>();
    for (const { CloudWatchAlarmConfiguration: alarm, HealthCheckConfig: config } of this.facts.configuration
      .healthChecks) {
      const region = config?.AlarmIdentifier?.Region as Region | undefined;
      if (alarm?.Period === undefined || region === undefined || region === lost) continue;
      const end = nowSeconds - (nowSeconds % alarm.Period);
      const window = { start: end - alarm.Period * (alarm.EvaluationPeriods ?? 1), end };
      const query = {
        id: 'm1',
        namespace: String(alarm.Namespace),
        metricName: String(alarm.MetricName),
        dimensions: Object.fromEntries(
          (alarm.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]),
        ),
        statistic: String(alarm.Statistic),
        period: alarm.Period,
      };
      const series = (await this.metricsOf(region).read([query], window)).get('m1') ?? [];
      found.set(
        keyOf(region, alarm.MetricName, alarm.Namespace),
        series.map((datapoint) => datapoint?.value),
      );
    }
    return found;
  }
}

const keyOf = (...parts: readonly (string | undefined)[]) => parts.join('/');
