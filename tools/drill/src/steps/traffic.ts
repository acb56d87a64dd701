import type { DrillSession, Step } from '../session';
import { trafficAssertions } from '../traffic-assertions';
import { readTrafficFacts } from '../traffic-facts';

/**
 * Reads the records, health checks and alarms that Terraform made from AWS and asks a model of Route 53 what they would answer: with
 * all well, with the primary lost, while a failover is engaged, after a failback, with an empty dr.
 */
export function traffic(session: DrillSession): Step[] {
  const { environment, recorder } = session.props;
  return [
    {
      title: 'Ask where DNS sends traffic, in every situation',
      task: async (_, task) => {
        const facts = await readTrafficFacts(environment, session.aws);
        const assertions = trafficAssertions(facts, environment);
        for (const assertion of assertions) recorder.record(assertion);
        const { recordSets, healthChecks } = facts.configuration;
        task.title = `DNS sends traffic where it belongs in ${assertions.length} situations (${recordSets.length} records, ${healthChecks.length} health checks)`;
      },
    },
  ];
}
