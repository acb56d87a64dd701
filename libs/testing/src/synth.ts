import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StackDefinition } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { App } from 'cdktf';
import { SynthesizedStack } from './synthesized-stack';
import { allDefinitions } from './workspace';

/**
 * Synthesizes stacks the way a deployment does (aspects, validations and custom synthesis included), leaving nothing behind:
 * cdktf only writes to a folder, so it is given one that is removed before this returns.
 *
 * @throws UserError, or cdktf's own error, if a stack does not pass its validations
 */
export function synthesizeStacks(
  definitions: readonly StackDefinition[],
  environment: Environment,
): SynthesizedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'healthcare-dr-synth-'));
  try {
    const app = new App({ outdir, stackTraces: false });
    for (const definition of definitions) definition.create(app, environment);
    app.synth();
    return definitions.map(({ name, role, tier }) => {
      const text = readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8');
      return new SynthesizedStack({ name, role, tier, environment, text });
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Synthesizes one stack; see {@link synthesizeStacks}. */
export function synthesizeStack(definition: StackDefinition, environment: Environment): SynthesizedStack {
  const [stack] = synthesizeStacks([definition], environment);
  if (stack === undefined) throw new Error(`The stack '${definition.name}' was not synthesized.`);
  return stack;
}

/** Synthesizes every stack of the workspace for one environment. */
export function synthesizeAll(environment: Environment): SynthesizedStack[] {
  return synthesizeStacks(allDefinitions(), environment);
}
