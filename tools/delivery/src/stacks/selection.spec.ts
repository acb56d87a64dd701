import { InputError } from '@healthcare-dr/cli-kit';
import { selectStacks } from './selection';

const stacks = [
  { name: 'primary-kms', role: 'primary' },
  { name: 'dr-kms', role: 'dr' },
] as const;

describe('selectStacks', () => {
  it('takes all, a side, or what is named', () => {
    expect([...selectStacks(stacks, {})]).toEqual(['primary-kms', 'dr-kms']);
    expect([...selectStacks(stacks, { role: 'dr' })]).toEqual(['dr-kms']);
    expect([...selectStacks(stacks, { only: ['primary-kms'] })]).toEqual(['primary-kms']);
  });

  it('refuses a name that is none, or is on the other side', () => {
    expect(() => selectStacks(stacks, { only: ['dr-kmss'] })).toThrow("There is no stack 'dr-kmss'.");
    expect(() => selectStacks(stacks, { only: ['dr-kmss'] })).toThrow(InputError);
    expect(() => selectStacks(stacks, { role: 'dr', only: ['primary-kms'] })).toThrow('on the dr side');
  });
});
