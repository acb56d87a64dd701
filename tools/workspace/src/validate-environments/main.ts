import { resolve } from 'node:path';
import { writeResult } from '@healthcare-dr/nx-cdktf';
import { InterruptedError, withInterrupts } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { validateEnvironments } from './validate-environments';

/** The target `validate-environments`: validates the stacks of every environment, and leaves the totals for `npm test`. */
async function main(workspaceRoot: string): Promise<void> {
  const totals = await withInterrupts((signal) =>
    validateEnvironments({ workspaceRoot, signal, print: (line) => console.log(line) }),
  );
  writeResult(workspaceRoot, 'workspace', 'validate-environments', totals);
  process.exitCode = totals.failed === 0 ? 0 : 1;
}

main(resolve(__dirname, '..', '..', '..', '..')).catch((error: unknown) => {
  console.error(error instanceof InterruptedError || error instanceof UserError ? error.message : error);
  process.exitCode = error instanceof InterruptedError || error instanceof UserError ? error.exitCode : 1;
});
