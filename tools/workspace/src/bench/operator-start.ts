import { join } from 'node:path';
import type { Figure } from './goals';
import { medians, type TimedCommand } from './measure';

const ROUNDS = 9;

/** How long the operator's command line takes to start from its kept bundle, beside what Node itself takes. */
export async function operatorStart({
  workspaceRoot,
  signal,
}: {
  readonly workspaceRoot: string;
  readonly signal: AbortSignal;
}): Promise<Figure[]> {
  const of = (name: string, ...args: string[]): TimedCommand => ({
    name,
    command: process.execPath,
    args,
    cwd: workspaceRoot,
  });
  const times = await medians(
    [of('drctl', join('tools', 'drctl', 'bin', 'drctl.cjs'), '--help'), of('node', '-e', '0')],
    ROUNDS,
    signal,
  );
  const [drctl, node] = [times.get('drctl') ?? NaN, times.get('node') ?? NaN];
  return [
    {
      title: 'drctl: start from the kept bundle / an empty Node',
      value: drctl / node,
      unit: '×',
      // 0.4 s where an empty Node takes 45 ms.
      goal: { atMost: 9 },
      from: `${drctl.toFixed(0)} ms / ${node.toFixed(0)} ms, medians of ${ROUNDS} in turn`,
    },
  ];
}
