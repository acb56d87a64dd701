import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { holdParameterName } from '@healthcare-dr/failover-lambda/contract';
import type { Hold } from '@healthcare-dr/failover-controller';
import type { Role } from '@healthcare-dr/topology';
import { ask, type Answer } from '../answer';
import { askHold } from '../facts/controller';
import type { Pair, RegionClients } from '../pair';
import { goesOn, list, type Manner, type Terminal } from '@healthcare-dr/cli-kit';

/** What `hold` and `resume` are given. */
export interface HoldOptions extends Manner {
  readonly pair: Pair;
  readonly terminal: Terminal;
  /** What is to stand in the parameter of both Regions. */
  readonly hold: Hold;
}

interface Change {
  readonly role: Role;
  readonly region: string;
  readonly before: Answer<Hold>;
  readonly after: Answer<Hold>;
  readonly written: boolean;
}

/**
 * Writes the hold switch of both Regions. A Region that is dark is told of; what counts is dr's, whose controller does what is
 * automatic.
 *
 * @returns the exit code: 0 if dr's was written and reads as written
 */
export async function setHold(options: HoldOptions): Promise<number> {
  const { pair, terminal, hold, json } = options;
  const sides = [pair.sides.primary, pair.sides.dr];
  const before = await Promise.all(sides.map(askHold));
  if (!json && !options.yes) {
    terminal.print(
      hold.held
        ? 'Both controllers will make no mutating call until drctl resume: no failover either, whatever happens.'
        : 'Both controllers will act again as their policy says; what has waited is done within a minute.',
    );
    terminal.print(sides.map(({ region }, index) => `  ${region}: ${inWords(before[index])}`).join('\n'));
  }
  if (!(await goesOn(terminal, options, pair.environment.suffix))) {
    terminal.note('Left as it was.');
    return 1;
  }
  const changes = await Promise.all(sides.map((side, index) => change(side, before[index], hold)));
  const done = changes.some(({ role, written }) => role === 'dr' && written);
  report(options, changes, done);
  return done ? 0 : 1;
}

async function change(side: RegionClients, before: Answer<Hold> | undefined, hold: Hold): Promise<Change> {
  const Name = holdParameterName(side.naming);
  const { role, region } = side;
  const known = before ?? { known: false, reason: 'it was not asked', dark: false };
  // It is Terraform's to create: where it is missing there is no controller to hold.
  if (!known.known && known.reason.startsWith('ParameterNotFound'))
    return { role, region, before: known, after: known, written: false };
  const write = await ask((options) =>
    side.ssm.send(
      new PutParameterCommand({ Name, Value: JSON.stringify(hold), Overwrite: true, Type: 'String' }),
      options,
    ),
  );
  if (!write.known) return { role, region, before: known, after: write, written: false };
  const after = await askHold(side);
  const written = after.known && after.value.held === hold.held && after.value.reason === hold.reason;
  return { role, region, before: known, after, written };
}

function report(
  { pair, terminal, hold, json }: HoldOptions,
  changes: readonly Change[],
  done: boolean,
): void {
  if (json) {
    terminal.print(
      JSON.stringify({ environment: pair.environment.suffix, hold, done, regions: changes }, undefined, 2),
    );
    return;
  }
  terminal.print(
    list(
      terminal,
      ['Side', 'Region', 'Before', 'After'],
      changes.map(({ role, region, before, after, written }) => ({
        state: written ? 'ok' : 'attention',
        cells: [role, region, `before: ${inWords(before)}`, `after: ${inWords(after)}`],
      })),
    ),
  );
  const dark = changes.filter(({ written }) => !written).map(({ region }) => region);
  if (done && dark.length > 0)
    terminal.print(`Not written in ${dark.join(', ')}: do it again once the Region answers.`);
  if (!done)
    terminal.print(
      `NOT DONE: the controller in ${pair.sides.dr.region} goes by what it had. See docs/runbooks/hold.md.`,
    );
}

const inWords = (answer: Answer<Hold> | undefined): string => {
  if (answer === undefined) return 'unknown';
  if (!answer.known) return answer.dark ? `does not answer (${answer.reason})` : answer.reason;
  return answer.value.held ? `held: ${answer.value.reason}` : 'off';
};
