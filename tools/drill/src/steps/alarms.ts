import { namingOf } from '@healthcare-dr/platform';
import { peerOf, ROLES, type Role } from '@healthcare-dr/topology';
import { alarmAssertions } from '../alarms/alarm-assertions';
import { CloudWatchMetrics, readLoadBalancer, readStandingAlarms } from '../alarms/alarm-facts';
import { filterInputs } from '../alarms/audit-inputs';
import { alarmInputs } from '../alarms/inputs';
import { readinessInputs } from '../alarms/readiness-inputs';
import type { DrillSession, Step } from '../session';

/**
 * Tries every alarm that Terraform made, in both Regions: publishes what the thing it watches would publish when it is well, when it
 * is not and when it is silent, reads it back as the alarm would, and asks a model of CloudWatch what the alarm says.
 *
 * What it publishes lies hours and days back, and stays: on one local AWS this runs once.
 */
export function alarms(session: DrillSession): Step[] {
  return ROLES.map((role) => ({
    title: `Try every alarm of ${session.regionOf(role)}`,
    task: async (_, task) => {
      const tried = await tryAlarms(session, role);
      task.title = `${tried} alarms of ${session.regionOf(role)} go off when they should, and only then`;
    },
  }));
}

async function tryAlarms(session: DrillSession, role: Role): Promise<number> {
  const { environment, recorder } = session.props;
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
  const metrics = new CloudWatchMetrics(region, variables);
  try {
    const assertions = await alarmAssertions(standing, inputs, metrics, Date.now() / 1000);
    for (const assertion of assertions) recorder.record(assertion);
  } finally {
    metrics.destroy();
  }
  return standing.metricAlarms.length + standing.compositeAlarms.length;
}
