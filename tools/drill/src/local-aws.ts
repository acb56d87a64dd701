/** `npm run local-aws`: the local AWS, and with `--alive` the whole footprint in it. */
import { resolve } from 'node:path';
import { processTerminal } from '@healthcare-dr/cli-kit';
import { runCommand } from '@healthcare-dr/local-aws';
import { chosenEnvironment } from '@healthcare-dr/topology/loading';
import { alive } from './alive/alive';

const workspaceRoot = resolve(__dirname, '..', '..', '..');

void runCommand(process.argv.slice(2), undefined, async ({ port, databases }) => {
  const environment = chosenEnvironment(workspaceRoot, process.env);
  const { print } = processTerminal(process.env);
  await alive({ workspaceRoot, environment, port, databases, print });
}).then((exitCode) => process.stdout.write('', () => process.exit(exitCode)));
