import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { globalClusterName } from '@healthcare-dr/aurora/contract';
import { controlAlarmName } from '@healthcare-dr/dns/contract';
import { replicationLagAlarmName } from '@healthcare-dr/observability/contract';
import { namingOf } from '@healthcare-dr/platform';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { steadyAssertions } from '../failover/assertions';
import { nothingIntoTheDark, scheduleAssertion, type Expectations } from '../failover/checks';
import * as scenes from '../failover/scenes';
import type { Assertion } from '../assertion-recorder';
import type { DrillSession } from '../session';
import { trafficAssertions } from '../traffic-assertions';
import { readTrafficFacts } from '../traffic-facts';
import { withAlarm } from './mutated-alarm';
import { withController } from './mutated-function';
import { withDisabledRule } from './mutated-schedule';
import type { SourceChange } from './mutated-source';
import type { Breakage } from './noticed';

/** Something that is broken on purpose, to see that the drill notices. */
export interface Mutation extends Breakage {
  /** What the drill asserts of a world in which that is broken. Afterwards the world is what it was. */
  readonly look: () => Promise<readonly Assertion[]>;
}

/** Changes of the controller's source, and what each of them is. */
export const SOURCE_CHANGES = {
  wrongRegion: {
    file: 'adapters/clients.ts',
    text: 'sns: make(SNSClient, REPEATABLE),',
    instead: 'sns: make(SNSClient, REPEATABLE, peerRegion),',
  },
  silentMetric: {
    file: 'adapters/cloudwatch.ts',
    text: 'MetricData: [\n          {\n            MetricName: CONTROLLER_METRICS.trafficEngaged,',
    instead: "MetricData: [\n          {\n            MetricName: 'Traffic',",
  },
} as const satisfies Record<string, SourceChange>;

/**
 * What is broken on the deployed footprint while it is well and the primary writes: code of the bundled controller, alarms that Terraform
 * made. What is planned is broken where it shows, while dr writes.
 */
export function mutations(session: DrillSession, expected: Expectations): Mutation[] {
  const { environment } = session.props;
  const region = session.regionOf('dr');
  const naming = namingOf(environment, 'dr');
  const variables = session.aws.environment;
  const cloudWatch = async <T>(use: (client: CloudWatchClient) => Promise<T>): Promise<T> => {
    const client = new CloudWatchClient(clientConfiguration(variables, region));
    try {
      return await use(client);
    } finally {
      client.destroy();
    }
  };
  const lagAlarm = replicationLagAlarmName(naming);
  const controlAlarm = controlAlarmName(naming);
  const primary = session.regionOf('primary');
  // As the drill has seen it call the controller.
  const [schedule = ''] = session.recordings
    .flatMap(({ schedules }) => schedules)
    .filter(({ role }) => role === 'dr')
    .flatMap(({ calls }) => calls.map(({ rule }) => rule));

  return [
    {
      id: 'wrong-region',
      what: 'an adapter of the controller that calls the Region of its peer',
      complaint: { id: 'no-call-into-dark-region/shortLoss', names: [`sns Publish in ${primary}`] },
      look: () =>
        withController(session, naming, SOURCE_CHANGES.wrongRegion, async () => [
          nothingIntoTheDark(await scenes.shortLoss(session.stage)),
        ]),
    },
    {
      id: 'silent-metric',
      what: 'a controller that writes another metric than the control metric',
      complaint: { id: 'metric-every-minute/steady', names: [] },
      look: () =>
        withController(session, naming, SOURCE_CHANGES.silentMetric, async () =>
          steadyAssertions(await scenes.calm(session.stage), expected),
        ),
    },
    {
      id: 'schedule-disabled',
      what: 'a schedule of the controller that is disabled',
      complaint: { id: 'schedule-calls-controller/steady', names: [schedule, 'DISABLED'] },
      look: () =>
        withDisabledRule(session.aws, region, schedule, async () => [
          scheduleAssertion(await scenes.calm(session.stage)),
        ]),
    },
    {
      id: 'lag-alarm-dimension',
      what: 'an alarm on the lag that has another dimension',
      complaint: { id: 'replication-alarms-ok/steady', names: [lagAlarm, 'INSUFFICIENT_DATA'] },
      look: () =>
        cloudWatch((client) => {
          const Dimensions = [{ Name: 'DBClusterIdentifier', Value: globalClusterName(naming) }];
          return withAlarm(client, lagAlarm, { Dimensions }, async () =>
            steadyAssertions(await scenes.calm(session.stage), expected),
          );
        }),
    },
    {
      id: 'control-alarm-metric',
      what: 'a control alarm that watches another metric than the one its health check does',
      complaint: { id: `health-check-follows-alarm/${controlAlarm}/${region}`, names: [] },
      look: () =>
        cloudWatch((client) =>
          withAlarm(client, controlAlarm, { MetricName: 'Traffic' }, async () =>
            trafficAssertions(await readTrafficFacts(environment, session.aws), environment),
          ),
        ),
    },
  ];
}
