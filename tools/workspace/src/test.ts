import { resolve } from 'node:path';
import { InterruptedError, withInterrupts } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { CHECKS } from './checks';
import { closingLine, sum, type Totals } from './totals';

/** `npm test`: runs every check to its end, however the others fare, and closes with the totals. */
async function main(workspaceRoot: string): Promise<void> {
  const outcomes = await withInterrupts(async (signal) => {
    const outcomes: { title: string; totals: Totals; durationMs: number }[] = [];
    for (const { title, run } of CHECKS) {
      signal.throwIfAborted();
      console.log(`\n--- ${title}`);
      const startedMs = performance.now();
      const totals = await run({ workspaceRoot, signal, print: (line) => console.log(line) }).catch(
        (error: unknown) => {
          console.log(error instanceof UserError ? error.message : error);
          return { passed: 0, failed: 1, skipped: 0 };
        },
      );
      outcomes.push({ title, totals, durationMs: performance.now() - startedMs });
    }
    signal.throwIfAborted();
    return outcomes;
  });
  console.log('');
  for (const { title, totals, durationMs } of outcomes) {
    console.log(
      `${title.padEnd(36)} ${`${(durationMs / 1000).toFixed(1)} s`.padStart(8)}   ${closingLine(totals)}`,
    );
  }
  const all = sum(outcomes.map(({ totals }) => totals));
  console.log(`\n${closingLine(all)}`);
  process.exitCode = all.failed === 0 ? 0 : 1;
}

main(resolve(__dirname, '..', '..', '..')).catch((error: unknown) => {
  console.error(error instanceof InterruptedError ? error.message : error);
  process.exitCode = error instanceof InterruptedError ? error.exitCode : 1;
});
