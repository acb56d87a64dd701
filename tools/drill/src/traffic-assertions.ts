import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { HealthCheck } from '@aws-sdk/client-route-53';
import { witnessText } from '@healthcare-dr/dns/contract';
import { replicationLagAlarmName } from '@healthcare-dr/observability/contract';
import { namingOf } from '@healthcare-dr/platform';
import { healthCheckStatus, UndocumentedError } from '@healthcare-dr/aws-models/route53';
import { ROLES, serviceNames, type Environment } from '@healthcare-dr/topology';
import type { AssertionId } from './assertion-id';
import type { Assertion } from './assertion-recorder';
import type { TrafficFacts } from './traffic-facts';
import { askWitness, outcomeOf, play, SITUATIONS, WELL, worldAt, type Moment } from './traffic-situations';

/** What must hold of DNS as it stands: what it answers in every situation, and that its checks can be relied on. */
export function trafficAssertions(facts: TrafficFacts, environment: Environment): Assertion[] {
  return [
    ...SITUATIONS.map((situation) =>
      attempt(`dns-situation/${situation.id}`, situation.title, () => {
        const { serves, reasons } = outcomeOf(situation, facts, environment);
        return { ok: serves === situation.serves, detail: reasons.join('\n') };
      }),
    ),
    ...regionalAssertions(facts, environment),
    ...witnessAssertions(facts, environment),
    ...facts.configuration.healthChecks.flatMap((check) => copyAssertions(check, facts)),
    readinessAssertion(facts, environment),
  ];
}

/** What cannot be told from the documentation does not hold. */
function attempt(
  id: AssertionId,
  title: string,
  evaluate: () => Pick<Assertion, 'ok' | 'detail'>,
): Assertion {
  try {
    return { id, title, ...evaluate() };
  } catch (error) {
    if (error instanceof UndocumentedError) return { id, title, ok: false, detail: error.message };
    throw error;
  }
}

/** A Region's own name leads to that Region even while it is lost: the health checkers must see it come back. */
function regionalAssertions(facts: TrafficFacts, environment: Environment): Assertion[] {
  const { regional } = serviceNames(environment);
  const lost = { answers: false, targets: [] };
  return ROLES.map((role) =>
    attempt(`regional-name/${role}`, `${regional[role]} leads to ${role}, well or not`, () => {
      const moments: Moment[] = [WELL, { ...WELL, [role]: lost }];
      const outcomes = moments.map((moment) => play(regional[role], [moment], facts, environment));
      return {
        ok: outcomes.every(({ serves }) => serves === role),
        detail: outcomes.flatMap(({ reasons }) => reasons).join('\n'),
      };
    }),
  );
}

/** A witness says what the checkers find of its Region's endpoint, whatever a controller says of traffic. */
function witnessAssertions(facts: TrafficFacts, environment: Environment): Assertion[] {
  const lost = { answers: false, targets: [] };
  return ROLES.map((role) =>
    attempt(
      `witness-answers/${role}`,
      `The witness of ${role} says what the checkers find of it, and nothing else`,
      () => {
        const asked = (['healthy', 'unhealthy'] as const).flatMap((health) =>
          (['free', 'engaged', 'silent'] as const).flatMap((controller) =>
            (['free', 'held', 'silent'] as const).map((home) => {
              const side = health === 'healthy' ? WELL[role] : lost;
              const moment: Moment = { ...WELL, [role]: side, controller, home };
              return { expected: witnessText(role, health), ...askWitness(role, moment, facts, environment) };
            }),
          ),
        );
        return {
          ok: asked.every(({ expected, texts }) => texts.length === 1 && texts[0] === expected),
          detail: asked
            .map(({ expected, texts }) => `expected ${expected}, answered ${texts.join()}`)
            .join('\n'),
        };
      },
    ),
  );
}

/** A check that follows an alarm follows the alarm that stands, and one that it can follow. */
function copyAssertions(check: HealthCheck, { alarms }: TrafficFacts): Assertion[] {
  const { AlarmIdentifier: identifier } = check.HealthCheckConfig ?? {};
  if (identifier === undefined) return [];
  const id: AssertionId = `health-check-follows-alarm/${identifier.Name}/${identifier.Region}`;
  const title = `The health check of ${identifier.Name} follows the alarm as it stands in ${identifier.Region}`;
  const alarm = alarms.get(String(check.Id));
  if (alarm === undefined) return [{ id, title, ok: false, detail: 'There is no such alarm.' }];
  const [copy, standing] = [settingsOf(check.CloudWatchAlarmConfiguration ?? {}), settingsOf(alarm)];
  const unsupported = unsupportedBy(alarm);
  return [
    {
      id,
      title,
      ok: copy === standing && unsupported.length === 0,
      detail: [`copy:  ${copy}`, `alarm: ${standing}`, ...unsupported].join('\n'),
    },
  ];
}

/** The settings that Route 53 copies, in one text. */
const settingsOf = (alarm: MetricAlarm | NonNullable<HealthCheck['CloudWatchAlarmConfiguration']>): string =>
  JSON.stringify([
    alarm.Namespace,
    alarm.MetricName,
    (alarm.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`).sort(),
    alarm.Statistic,
    alarm.Period,
    alarm.EvaluationPeriods,
    alarm.ComparisonOperator,
    alarm.Threshold,
  ]);

/**
 * What of an alarm Route 53 does not follow.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html#health-checks-creating-values-cloudwatch
 */
function unsupportedBy(alarm: MetricAlarm): string[] {
  const { Metrics = [], ExtendedStatistic, Period = 0, DatapointsToAlarm, EvaluationPeriods } = alarm;
  return [
    ...(Metrics.length > 0 ? ['it is on metric math'] : []),
    ...(ExtendedStatistic === undefined ? [] : [`its statistic is ${ExtendedStatistic}`]),
    ...(Period < 60 || Period % 60 !== 0 ? [`its period of ${Period} s is high resolution`] : []),
    ...(DatapointsToAlarm !== undefined && DatapointsToAlarm !== EvaluationPeriods
      ? [`it is ${DatapointsToAlarm} of ${String(EvaluationPeriods)}`]
      : []),
  ];
}

/** The readiness check tells a lag within its bound from one beyond it, and from one that is not known. */
function readinessAssertion(facts: TrafficFacts, environment: Environment): Assertion {
  const { dr, alarms } = environment;
  const name = replicationLagAlarmName(namingOf(environment, 'dr'));
  const bound = alarms.replicationLag.thresholdMilliseconds;
  const title = `Dr counts as ready up to a lag of ${bound} ms, and not beyond or when it is not known`;
  return attempt('ready-by-lag', title, () => {
    const check = facts.configuration.healthChecks.find(({ HealthCheckConfig: config }) => {
      const { Name, Region } = config?.AlarmIdentifier ?? {};
      return Name === name && Region === dr.region;
    });
    if (check?.Id === undefined)
      return { ok: false, detail: `No health check follows ${name} in ${dr.region}.` };
    const id = check.Id;
    const verdicts = [bound, bound + 1, 'unknown' as const].map((lag) =>
      healthCheckStatus(id, facts.configuration, worldAt({ ...WELL, lag }, facts, environment)),
    );
    return {
      ok: verdicts.map(({ healthy }) => healthy).join() === 'true,false,false',
      detail: verdicts.map(({ reason }) => reason).join('\n'),
    };
  });
}
