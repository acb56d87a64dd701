import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CreateNodesContext, ProjectConfiguration } from '@nx/devkit';
import { createNodes } from './plugin';

const definition = (role: string, tier: string, fields = '') => `
  import { kmsContract } from '@healthcare-dr/kms/contract';
  import { defineStack } from '@healthcare-dr/platform';
  export default defineStack({ role: '${role}', tier: '${tier}', ${fields} build() {} });
`;

describe('createNodes', () => {
  let workspaceRoot: string;

  beforeEach(() => {
    workspaceRoot = mkdtempSync(join(tmpdir(), 'healthcare-dr-plugin-'));
  });

  afterEach(() => rmSync(workspaceRoot, { recursive: true }));

  async function infer(files: Record<string, string>): Promise<Record<string, ProjectConfiguration>> {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(workspaceRoot, dirname(path)), { recursive: true });
      writeFileSync(join(workspaceRoot, path), text);
    }
    const context: CreateNodesContext = { workspaceRoot, nxJsonConfiguration: {} };
    const nodes = await createNodes[1](Object.keys(files), undefined, context);
    const projects = nodes.flatMap(([, { projects = {} }]) => Object.values(projects));
    return Object.fromEntries(projects.map((project) => [project.name, project as ProjectConfiguration]));
  }

  const pair = {
    'apps/primary/kms/stack.ts': definition('primary', 'kms'),
    'apps/primary/aurora/stack.ts': definition('primary', 'aurora', 'reads: [kmsContract],'),
  };

  it('makes a project of each stack, named and tagged after its folders', async () => {
    const { 'primary-kms': kms, ...others } = await infer(pair);

    expect(kms).toMatchObject({
      root: 'apps/primary/kms',
      projectType: 'application',
      tags: ['type:stack', 'scope:kms', 'role:primary'],
    });
    expect(Object.keys(kms?.targets ?? {}).sort()).toEqual([
      'deploy',
      'destroy',
      'format',
      'lint',
      'plan',
      'synth',
      'test',
      'typecheck',
      'validate',
    ]);
    expect(Object.keys(others)).toEqual(['primary-aurora']);
  });

  it.each(['long', 'nightly'])(
    'runs %s specs by a target of their own, where there are such',
    async (kind) => {
      mkdirSync(join(workspaceRoot, 'apps/primary/kms/src'), { recursive: true });
      writeFileSync(join(workspaceRoot, `apps/primary/kms/src/rotation.${kind}.spec.ts`), '');

      const { 'primary-kms': kms, 'primary-aurora': aurora } = await infer(pair);

      expect(kms?.targets?.[`test-${kind}`]).toMatchObject({
        executor: kms?.targets?.['test']?.executor,
        options: { specs: kind },
        inputs: kms?.targets?.['test']?.inputs,
        outputs: [`{workspaceRoot}/dist/results/primary-kms/test-${kind}.json`],
      });
      expect(Object.keys(kms?.targets ?? {}).filter((target) => target.startsWith('test-'))).toEqual([
        `test-${kind}`,
      ]);
      expect(aurora?.targets?.[`test-${kind}`]).toBeUndefined();
    },
  );

  it('tags what is left out of the drill', async () => {
    const { 'primary-kms': kms } = await infer({
      'apps/primary/kms/stack.ts': definition(
        'primary',
        'kms',
        "notDrilled: { reason: 'moto has no such key' },",
      ),
    });

    expect(kms?.tags).toContain('drill:left-out');
  });

  it.each(['plan', 'deploy', 'destroy'])('never caches %s', async (target) => {
    const { 'primary-kms': kms } = await infer(pair);

    expect(kms?.targets?.[target]?.cache).toBe(false);
  });

  it('caches one file of a synthesized stack, and knows what it was made from', async () => {
    const { 'primary-kms': kms } = await infer(pair);

    expect(kms?.targets?.['synth']).toMatchObject({
      cache: true,
      outputs: [
        '{workspaceRoot}/cdktf.out/stacks/primary-kms/cdk.tf.json',
        '{workspaceRoot}/cdktf.out/stacks/primary-kms/function.zip',
      ],
      inputs: expect.arrayContaining([
        'production',
        '^production',
        '{workspaceRoot}/cdktf.json',
        { env: 'ENVIRONMENT_SUFFIX' },
        { env: 'CDKTF_CONTEXT_JSON' },
      ]) as unknown,
    });
  });

  it('orders deploy and destroy by contracts, in tasks alone', async () => {
    const { 'primary-kms': kms, 'primary-aurora': aurora } = await infer(pair);

    expect(aurora?.targets?.['deploy']?.dependsOn).toEqual([
      { projects: ['primary-kms'], target: 'deploy', params: 'forward' },
    ]);
    expect(kms?.targets?.['deploy']?.dependsOn).toEqual([]);
    expect(kms?.targets?.['destroy']?.dependsOn).toEqual([
      { projects: ['primary-aurora'], target: 'destroy', params: 'forward' },
    ]);
    expect(aurora?.targets?.['destroy']?.dependsOn).toEqual([]);
    expect(aurora?.implicitDependencies).toBeUndefined();
  });

  it('plans without a task before it: who deploys synthesizes', async () => {
    const { 'primary-aurora': aurora } = await infer(pair);

    expect(aurora?.targets?.['plan']?.dependsOn).toBeUndefined();
  });

  it('names every file that cannot be read', async () => {
    const broken = {
      'apps/primary/kms/stack.ts': definition('dr', 'kms'),
      'apps/dr/kms/stack.ts': 'export default {};',
    };

    await expect(infer(broken)).rejects.toMatchObject({
      errors: [
        [
          'apps/primary/kms/stack.ts',
          { message: expect.stringContaining("'dr' in the folder of 'primary'") as string },
        ],
        ['apps/dr/kms/stack.ts', { message: expect.stringContaining('does not export a stack') as string }],
      ],
    });
  });
});
