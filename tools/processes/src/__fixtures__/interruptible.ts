/**
 * A command line under withInterrupts that says `ready` with the id of its child, then what each clean-up does and how it
 * ended. Told to be `stubborn`, its body ignores the first signal, and its child would outlive a forced end.
 */
import { start, withInterrupts } from '../index';

async function main(mode: string | undefined): Promise<void> {
  const stubborn = mode === 'stubborn';
  await withInterrupts(async (signal, defer) => {
    defer(() => console.log('clean-up 1'));
    defer(() => {
      console.log('clean-up 2 fails');
      throw new Error('on purpose');
    });
    defer(() => console.log('clean-up 3'));
    const child = start(
      process.execPath,
      ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"],
      stubborn ? {} : { signal, stopGraceMs: 50 },
    );
    signal.addEventListener('abort', () => console.log(`aborted: ${String(signal.reason)}`));
    console.log(`ready ${child.pid}`);
    await child.exited;
  });
}

main(process.argv[2]).catch((error: unknown) => console.log(`ended: ${String(error)}`));
