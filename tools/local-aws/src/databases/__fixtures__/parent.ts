/** Starts a pair of databases, tells the processes and the folder of them in one line of JSON, and waits to be killed. */
import { dirname } from 'node:path';
import { withInterrupts } from '@healthcare-dr/processes';
import { arnOf, DR, Pair, pairState, PRIMARY } from './pair';

async function main(): Promise<void> {
  await withInterrupts(async (signal, defer) => {
    const pair = await Pair.open({ signal });
    defer(() => pair.close());
    await pair.databases.apply(pairState());
    const pids = ([PRIMARY, DR] as const).map((region) => pair.databases.cluster(arnOf(region))?.server.pid);
    console.log(JSON.stringify({ pids, folder: dirname(dirname(pair.databases.certificateFile)) }));
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  });
}

main().catch(() => undefined);
