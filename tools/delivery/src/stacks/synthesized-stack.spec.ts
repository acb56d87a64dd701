import { writeFileSync } from 'node:fs';
import { StackWorkspace } from '../__fixtures__/workspace';
import { readSynthesizedStack, roleOf } from './synthesized-stack';

describe('readSynthesizedStack', () => {
  const workspace = new StackWorkspace();
  afterAll(() => workspace.remove());

  it('finds its environment, its state, its Regions and what it reads in each', () => {
    expect(workspace.stack('primary-aurora', { reads: ['/a', 'dr:/b'] })).toMatchObject({
      role: 'primary',
      tier: 'aurora',
      environment: 'dev',
      regions: ['eu-west-2', 'eu-west-1'],
      state: { region: 'eu-west-2', key: 'primary-aurora.tfstate', accountId: '111111111111' },
      reads: [
        { region: 'eu-west-2', name: '/a' },
        { region: 'eu-west-1', name: '/b' },
      ],
    });
  });

  it('refuses a file that no synthesis wrote', () => {
    const { file, ...stack } = workspace.stack('primary-kms');
    writeFileSync(file, '{"provider":{}}');

    expect(() => readSynthesizedStack({ ...stack, file })).toThrow('is no synthesized stack');
  });
});

describe('roleOf', () => {
  it('is what a name begins with', () => {
    expect([roleOf('dr-kms'), roleOf('primary-kms'), roleOf('drill')]).toEqual(['dr', 'primary', undefined]);
  });
});
