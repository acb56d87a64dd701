import { assessReadiness } from '../assess/readiness';
import { list } from '@healthcare-dr/cli-kit';
import { DEFAULT_PROGRAM } from '../program';
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
  terminal.print(
    list(
      terminal,
      ['Precondition', 'Found'],
      verdicts.map(({ pass, title, detail }) => ({
        state: pass ? 'ok' : 'attention',
        cells: [title, detail],
      })),
    ),
  );
  const failed = verdicts.filter(({ pass }) => !pass);
  for (const { title, fix } of failed) terminal.print(`Fix "${title}": ${fix ?? ''}`);
  terminal.print(
    ready
      ? `Ready: ${standby} (${region}) could take over now.`
      : `NOT READY: ${failed.length} of ${verdicts.length} preconditions of a failover to ${standby} (${region}) do not hold.`,
  );
  return ready ? 0 : 1;
}
