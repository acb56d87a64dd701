import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectDataSource, expectNoResource, expectResource } from './expect-resource';
import { synthesizeAll, synthesizeStack } from './synth';
import { allDefinitions } from './workspace';

const dev = fixtureEnvironment('dev');

const primaryKms = () => {
  const definition = allDefinitions().find(({ name }) => name === 'primary-kms');
  if (definition === undefined) throw new Error('The workspace has no primary kms stack.');
  return definition;
};

describe('synthesizing in memory', () => {
  const definition = primaryKms();
  const stack = synthesizeStack(definition, dev);

  it('reads a stack as Terraform will', () => {
    expect(stack).toMatchObject({ name: 'primary-kms', role: 'primary', tier: 'kms', environment: dev });
    expect(stack.backend).toMatchObject({ region: 'eu-west-2', encrypt: true });
    expect(stack.providers()).toHaveLength(1);
    expect(stack.resources(KmsKey)).toHaveLength(5);
    expect(stack.resources('aws_kms_key')[0]).toMatchObject({
      type: 'aws_kms_key',
      id: expect.stringMatching(/^kms_[a-z]+_/),
    });
    expect(stack.resources(KmsKey)[0]?.attributes).not.toHaveProperty('//');
  });

  it('carries the suppressions of a resource', () => {
    const [parameter] = stack.resources('aws_ssm_parameter');
    expect(parameter?.suppressions).toEqual([
      expect.objectContaining({ check: 'ssm-param-encrypted', owner: 'platform' }),
    ]);
  });

  it('leaves no file behind', () => {
    const folder = mkdtempSync(join(tmpdir(), 'healthcare-dr-spec-'));
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = folder;
    try {
      synthesizeStack(definition, dev);
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
      rmSync(folder, { recursive: true });
    }
  });

  it('finds every stack by its folder', () => {
    const names = allDefinitions().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['primary-kms', 'dr-kms']));
    expect(synthesizeAll(dev).map(({ name }) => name)).toEqual(names);
  });

  it('asserts resources by class, by type and by what they must not be', () => {
    const key = expectResource(stack, KmsKey, {
      enable_key_rotation: true,
      tags: { Name: 'healthcare-data-dev' },
      policy: expect.stringContaining('kms:ViaService'),
    });
    expect(key.address).toMatch(/^aws_kms_key\./);
    expect(() => expectResource(stack, 'aws_kms_key', { enable_key_rotation: false })).toThrow(
      /primary-kms has no aws_kms_key with[^]*"enable_key_rotation": false[^]*among its 5/,
    );
    // @ts-expect-error -- a class knows its attributes, and Terraform's are in snake case
    expect(() => expectResource(stack, KmsKey, { enableKeyRotation: true })).toThrow('has no aws_kms_key');
    expect(() => expectDataSource(stack, 'aws_caller_identity')).toThrow('no data.aws_caller_identity');
    expectNoResource(stack, KmsKey, { enable_key_rotation: false });
    expect(() => expectNoResource(stack, 'aws_kms_key')).toThrow('and should not');
  });
});
