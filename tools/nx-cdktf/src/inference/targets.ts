import { dirname } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { resultFile } from '../checks/results';
import type { TargetInputs } from './environment-inputs';
import type { Neighbours } from './order';

/** The name under which Nx finds this plugin's executors. */
export const PLUGIN = '@healthcare-dr/nx-cdktf';

/** Where a stack is synthesized to, relative to the workspace. */
export function synthesizedFile(stack: string): string {
  return `cdktf.out/stacks/${stack}/cdk.tf.json`;
}

/** The engine is part of what it makes: a change of it makes every synthesized stack stale. */
const ENGINE = [
  '{workspaceRoot}/cdktf.json',
  '{workspaceRoot}/tools/nx-cdktf/bin/**/*',
  '{workspaceRoot}/tools/nx-cdktf/src/synth/**/!(*.spec.ts)',
];

/**
 * The targets of one stack.
 *
 * @param environment what the chosen environment adds to the inputs
 */
export function stackTargets(
  stack: string,
  { before, after }: Neighbours,
  environment: TargetInputs,
): Record<string, TargetConfiguration> {
  const inOrder = (target: string, stacks: readonly string[]): TargetConfiguration['dependsOn'] =>
    stacks.length === 0 ? [] : [{ projects: [...stacks], target, params: 'forward' }];
  return {
    synth: {
      executor: `${PLUGIN}:synth`,
      cache: true,
      inputs: ['production', '^production', ...ENGINE, ...environment],
      // The files and not their folder, where Terraform keeps its own.
      outputs: [
        `{workspaceRoot}/${synthesizedFile(stack)}`,
        `{workspaceRoot}/${dirname(synthesizedFile(stack))}/function.zip`,
      ],
      metadata: { description: 'Writes the stack as Terraform JSON.' },
    },
    validate: {
      executor: `${PLUGIN}:validate`,
      dependsOn: ['synth'],
      cache: true,
      inputs: [
        { dependentTasksOutputFiles: '**/cdk.tf.json' },
        // Hashed, but no reason to call a stack affected: what validates it is not part of it.
        { input: 'production', projects: ['nx-cdktf', 'terraform'] },
        '{workspaceRoot}/.terraform.lock.hcl',
        { env: 'TERRAFORM_BINARY_NAME' },
        ...environment,
      ],
      outputs: [`{workspaceRoot}/${resultFile(stack, 'validate')}`],
      metadata: { description: 'Checks the stack against the schema of its provider.' },
    },
    // These three synthesize by themselves, all stacks of a run at once: `--exclude-task-dependencies` takes nothing away from them.
    plan: {
      executor: `${PLUGIN}:plan`,
      cache: false,
      metadata: { description: 'Shows what a deployment would change.' },
    },
    deploy: {
      executor: `${PLUGIN}:deploy`,
      dependsOn: inOrder('deploy', before),
      // A rollback from B to A would be a hit in the cache and apply nothing; the record of what stands knows better.
      cache: false,
      metadata: {
        description: 'Brings it, and the stacks that must stand before it, to what the checkout says.',
      },
    },
    destroy: {
      executor: `${PLUGIN}:destroy`,
      dependsOn: inOrder('destroy', after),
      cache: false,
      metadata: { description: 'Destroys the stacks that stand on it, then this one.' },
    },
  };
}
