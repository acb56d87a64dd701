import { stackTargets } from './targets';

const targets = stackTargets('dr-aurora', { before: ['dr-kms'], after: ['dr-compute'] }, []);

it.each(['plan', 'deploy', 'destroy'])(
  'never takes %s from the cache: what stands is not in it',
  (target) => {
    expect(targets[target]?.cache).toBe(false);
  },
);

it.each(['synth', 'validate'])('takes %s from the cache', (target) => {
  expect(targets[target]?.cache).toBe(true);
  expect(targets[target]?.outputs).toContainEqual(expect.stringContaining('dr-aurora'));
});

it('deploys after what it stands on, and destroys after what stands on it', () => {
  expect(targets['deploy']?.dependsOn).toEqual([
    { projects: ['dr-kms'], target: 'deploy', params: 'forward' },
  ]);
  expect(targets['destroy']?.dependsOn).toEqual([
    { projects: ['dr-compute'], target: 'destroy', params: 'forward' },
  ]);
});
