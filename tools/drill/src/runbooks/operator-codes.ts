import { join } from 'node:path';
import { statusSchema } from '@healthcare-dr/drctl/status-schema';
import { run } from '@healthcare-dr/processes';
import { z } from 'zod';
import type { Assertion } from '../assertion-recorder';
import type { OperatorShell } from './execute';

/** Preconditions of a failover that do not hold within minutes of a deployment to a local AWS, and why. */
export const LACKED: Readonly<Record<string, string>> = {
  'capacity-known': 'Container Insights publishes nothing there',
  'image-present': 'no container pulls an image there',
  'recovery-point': 'no job of AWS Backup runs there',
  'restore-tested': 'no restore test of AWS Backup runs there',
};

const readinessSchema = z.object({
  ready: z.boolean(),
  verdicts: z.array(z.object({ id: z.string(), pass: z.boolean(), detail: z.string() })),
});

/** Asks `drctl` as a program does, with all well, and holds its codes to what stands. */
export async function operatorCodes(shell: OperatorShell): Promise<Assertion[]> {
  const [status, readiness] = await Promise.all([ask(shell, 'status'), ask(shell, 'readiness')]);
  return [statusAssertion(status), readinessAssertion(readiness)];
}

/** @param json - what `drctl status --json` prints */
export function statusAssertion(json: string): Assertion {
  const { success, data, error } = statusSchema.safeParse(parsed(json));
  const ok =
    success &&
    ['well', 'attention'].includes(data.conclusion.code) &&
    data.writer?.role === 'primary' &&
    data.silent.length === 0;
  return {
    id: 'operator-told/status',
    title: 'drctl status --json says that the primary writes and both Regions answer',
    ok,
    detail: success
      ? `${data.conclusion.code}; ${data.writer?.role ?? 'nobody'} writes; silent: ${data.silent.join(', ') || 'none'}`
      : `${error.message}\n${json}`,
  };
}

/** @param json - what `drctl readiness --json` prints */
export function readinessAssertion(json: string): Assertion {
  const { success, data, error } = readinessSchema.safeParse(parsed(json));
  const failed = success ? data.verdicts.filter(({ pass }) => !pass) : [];
  const unexpected = failed.filter(({ id }) => !Object.hasOwn(LACKED, id));
  return {
    id: 'operator-told/readiness',
    title: 'drctl readiness --json: every precondition holds that a local AWS can have',
    ok: success && data.verdicts.length > failed.length && unexpected.length === 0,
    detail: success
      ? failed.map(({ id, detail }) => `${id}: ${detail} (${LACKED[id] ?? 'it must hold'})`).join('\n') ||
        `${data.verdicts.length} preconditions`
      : `${error.message}\n${json}`,
  };
}

/** @returns what it prints, with whatever exit code */
async function ask(shell: OperatorShell, command: string): Promise<string> {
  const { workspaceRoot, environment, variables, signal } = shell;
  const program = join(workspaceRoot, 'tools', 'drctl', 'bin', 'drctl.cjs');
  const { stdout } = await run(
    process.execPath,
    [program, command, '--json', '--environment', environment.suffix],
    { cwd: workspaceRoot, env: variables, signal },
  );
  return stdout;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
