import { UserError } from '@healthcare-dr/topology';
import type { SynthesisResult } from '../synth';
import { synthesizeBatch } from './synth';
import { validateTogether } from './validate';

const ROOT = '/workspace';
const TASKS = new Map([
  ['primary-kms', 'primary-kms:synth'],
  ['dr-kms', 'dr-kms:synth'],
  ['dr-dns', 'dr-dns:synth'],
]);

const synthesized = (stacks: readonly string[]): SynthesisResult => ({
  environment: 'dev',
  stacks: stacks.map((name) => ({
    name,
    role: name.startsWith('dr-') ? 'dr' : 'primary',
    file: `${ROOT}/cdktf.out/stacks/${name}/cdk.tf.json`,
    changed: true,
    dependsOn: [],
    reads: [],
  })),
});

const mistake = (problem: string) => new UserError({ problem, fix: 'correct it.' });

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => jest.restoreAllMocks());

describe('synthesizeBatch', () => {
  it('synthesizes all stacks in one go', async () => {
    const engine = jest.fn((stacks: readonly string[]) => Promise.resolve(synthesized(stacks)));

    const outcome = await synthesizeBatch(TASKS, ROOT, engine);

    expect(engine.mock.calls).toEqual([[['primary-kms', 'dr-kms', 'dr-dns']]]);
    expect(Object.keys(outcome)).toEqual([...TASKS.values()]);
    expect(outcome['dr-kms:synth']).toMatchObject({
      success: true,
      terminalOutput: 'dr-kms for environment dev: cdktf.out/stacks/dr-kms/cdk.tf.json\n',
    });
  });

  it('synthesizes what can be when one stack cannot', async () => {
    const engine = (stacks: readonly string[]) =>
      stacks.includes('dr-kms')
        ? Promise.reject(mistake('dr-kms is wrong.'))
        : Promise.resolve(synthesized(stacks));

    const outcome = await synthesizeBatch(TASKS, ROOT, engine);

    expect(Object.values(outcome).map(({ success }) => success)).toEqual([true, false, true]);
    expect(outcome['dr-kms:synth']?.terminalOutput).toBe('dr-kms is wrong.\n  Fix:     correct it.\n');
  });

  it('says once what is wrong with all', async () => {
    const outcome = await synthesizeBatch(TASKS, ROOT, () => Promise.reject(mistake('No environment.')));

    expect(Object.values(outcome).map(({ terminalOutput }) => terminalOutput)).toEqual([
      'No environment.\n  Fix:     correct it.\n',
      'dr-kms: for the same reason as primary-kms.\n',
      'dr-dns: for the same reason as primary-kms.\n',
    ]);
  });

  it('does not try a stack that is alone again', async () => {
    const engine = jest.fn(() => Promise.reject(mistake('It is wrong.')));

    await synthesizeBatch(new Map([['dr-kms', 'dr-kms:synth']]), ROOT, engine);

    expect(engine).toHaveBeenCalledTimes(1);
  });

  it('shows the stack trace of a defect, and of nothing else', async () => {
    const outcome = await synthesizeBatch(new Map([['dr-kms', 'id']]), ROOT, () =>
      Promise.reject(new TypeError('x is undefined')),
    );

    expect(outcome['id']?.terminalOutput).toMatch(/TypeError: x is undefined\n +at /);
  });
});

describe('validateTogether', () => {
  it('gives each stack its own verdict', async () => {
    const outcome = await validateTogether(TASKS, (stacks) =>
      Promise.resolve(
        stacks.map((stack) => ({
          stack,
          ok: stack !== 'dr-dns',
          diagnostics: stack === 'dr-dns' ? ['bad zone'] : [],
        })),
      ),
    );

    expect(Object.values(outcome).map(({ success }) => success)).toEqual([true, true, false]);
    expect(outcome['dr-dns:synth']?.terminalOutput).toBe('dr-dns is not valid:\n  bad zone\n');
  });

  it('fails a stack that Terraform does not mention', async () => {
    const outcome = await validateTogether(TASKS, () => Promise.resolve([]));

    expect(Object.values(outcome).map(({ success }) => success)).toEqual([false, false, false]);
  });

  it('says once why Terraform could not be run', async () => {
    const outcome = await validateTogether(TASKS, () => Promise.reject(mistake('There is no terraform.')));

    expect(Object.values(outcome).map(({ terminalOutput }) => terminalOutput)).toEqual([
      'There is no terraform.\n  Fix:     correct it.\n',
      'dr-kms: for the same reason as primary-kms.\n',
      'dr-dns: for the same reason as primary-kms.\n',
    ]);
  });
});
