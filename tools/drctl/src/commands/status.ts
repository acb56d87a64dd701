import { assessStatus } from '../assess/status';
import { gather } from '../facts';
import type { Resolver } from '../facts/dns';
import type { Pair } from '../pair';
import { list, type Terminal } from '@healthcare-dr/cli-kit';

/** What a command that only looks is given. */
export interface LookOptions {
  readonly pair: Pair;
  readonly terminal: Terminal;
  readonly json: boolean;
  /** @default - the machine's own */
  readonly resolver?: Resolver;
}

/**
 * Shows who writes and how everything stands. It always ends well: that something is not well is what it was asked for.
 *
 * @returns the exit code
 */
export async function status({ pair, terminal, json, resolver }: LookOptions): Promise<number> {
  const facts = await gather(pair, resolver);
  const report = assessStatus(pair.environment, facts);
  if (json) {
    terminal.print(JSON.stringify({ ...report, facts }, undefined, 2));
    return 0;
  }
  const { writer, silent, rows } = report;
  const headline =
    writer === undefined ? 'nobody can say who writes' : `${writer.role} (${writer.region}) writes`;
  terminal.print(`${report.environment} at ${report.at}: ${headline}`);
  for (const region of silent) terminal.print(`${region} DOES NOT ANSWER`);
  terminal.print(
    list(
      terminal,
      ['What', 'Region', 'How it stands'],
      rows.map(({ state, subject, region = '', text }) => ({ state, cells: [subject, region, text] })),
    ),
  );
  return 0;
}
