import { assessReadiness } from '../assess/readiness';
import { prose } from '@healthcare-dr/cli-kit';
import { isSilent } from '../assess/pair-view';
import { DEFAULT_PROGRAM } from '../program';
import { readinessText } from '../views/readiness-text';
import { look, type LookOptions } from './status';

/**
 * Applies every precondition of a failover.
 *
 * @returns the exit code: 0 if the standby could take over now, 1 if not
 */
export async function readiness(options: LookOptions): Promise<number> {
  const { pair, terminal, json, program = DEFAULT_PROGRAM } = options;
  const facts = await look(options);
  const { standby, ready, verdicts } = assessReadiness(pair.environment, facts, program);
  const { region } = facts.sides[standby];
  if (json) {
    const report = {
      environment: pair.environment.suffix,
      at: new Date(facts.at).toISOString(),
      standby,
      region,
      ready,
      verdicts,
    };
    terminal.print(JSON.stringify(report, undefined, 2));
    return ready ? 0 : 1;
  }
  // Of a Region that tells nothing, nothing is to be fixed from here.
  const silent = isSilent(facts.sides[standby]);
  terminal.print(readinessText(verdicts, terminal, { fixes: !silent }));
  const failed = verdicts.filter(({ pass }) => !pass);
  const end = ready
    ? `Ready: ${standby} (${region}) could take over now.`
    : `NOT READY: ${failed.length} of ${verdicts.length} preconditions of a failover to ${standby} (${region}) do not hold.`;
  const why = silent
    ? ` ${region} does not answer: until it does, there is nothing to fail over to. See docs/runbooks/disaster-failover.md.`
    : '';
  terminal.print(prose(terminal, `${end}${why}`));
  return ready ? 0 : 1;
}
