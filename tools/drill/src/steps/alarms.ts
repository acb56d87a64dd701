import { namingOf } from '@healthcare-dr/platform';
import { peerOf, ROLES, watchRegionOf, type Region, type Role } from '@healthcare-dr/topology';
import { alarmAssertions, type AlarmInputs, type StandingAlarms } from '../alarms/alarm-assertions';
import { CloudWatchMetrics, readLoadBalancer, readStandingAlarms } from '../alarms/alarm-facts';
import { watchInputs } from '../alarms/controller-inputs';
import { filterInputs } from '../alarms/audit-inputs';
import { alarmInputs } from '../alarms/inputs';
import { readinessInputs } from '../alarms/readiness-inputs';
import type { DrillSession, Step } from '../session';

/**
 * Tries every alarm that Terraform made, in both Regions and in the watch Region: publishes what the thing it watches would publish when it is well, when it
 * is not and when it is silent, reads it back as the alarm would, and asks a model of CloudWatch what the alarm says.
 *
 * What it publishes lies hours and days back, and stays: on one local AWS this runs once.
 */
export function alarms(session: DrillSession): Step[] {
  const watchRegion = watchRegionOf(session.props.environment);
  const step = (region: Region, tryThem: () => Promise<number>): Step => ({
    title: `Try every alarm of ${region}`,
    task: async (_, task) => {
      const tried = await tryThem();
      task.title = `${tried} alarms of ${region} go off when they should, and only then`;
    },
  });
  return [
    ...ROLES.map((role) => step(session.regionOf(role), () => tryAlarms(session, role))),
    step(watchRegion, () => tryWatch(session, watchRegion)),
  ];
}

async function tryWatch(session: DrillSession, region: Region): Promise<number> {
  const standing = await readStandingAlarms(region, session.aws.environment);
  const inputs = { alarms: watchInputs(session.props.environment), composites: [], filters: [] };
  return hold(session, standing, inputs);
}

async function tryAlarms(session: DrillSession, role: Role): Promise<number> {
  const { environment } = session.props;
  const region = session.regionOf(role);
  const variables = session.aws.environment;
  const [standing, loadBalancer] = await Promise.all([
    readStandingAlarms(region, variables),
    readLoadBalancer(region, variables),
  ]);
  const side = {
    environment,
    role,
    naming: namingOf(environment, role),
    peer: namingOf(environment, peerOf(role)),
    loadBalancer,
  };
  const inputs = {
    alarms: alarmInputs(side),
    composites: readinessInputs(side),
    filters: filterInputs(side),
  };
  return hold(session, standing, inputs);
}

async function hold(session: DrillSession, standing: StandingAlarms, inputs: AlarmInputs): Promise<number> {
  const metrics = new CloudWatchMetrics(standing.region, session.aws.environment);
  try {
    const assertions = await alarmAssertions(standing, inputs, metrics, Date.now() / 1000);
    for (const assertion of assertions) session.props.recorder.record(assertion);
  } finally {
    metrics.destroy();
  }
  return standing.metricAlarms.length + standing.compositeAlarms.length;
}
