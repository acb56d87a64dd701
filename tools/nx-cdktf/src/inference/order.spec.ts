import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StackDefinition } from '@healthcare-dr/platform';
import { findStacks } from '@healthcare-dr/platform/find-stacks';
import { UserError } from '@healthcare-dr/topology';
import { messageOf } from '../__fixtures__/message-of';
import { readDefinition, type StackFacts } from './definition';
import { orderStacks } from './order';

const stack = (
  name: string,
  reads: string[] = [],
  readsDr: string[] = [],
  after: string[] = [],
): StackFacts => {
  const [role = '', ...tier] = name.split('-');
  return {
    name,
    role: role as StackFacts['role'],
    tier: tier.join('-'),
    reads,
    readsDr,
    after,
    notDrilled: undefined,
  };
};

describe('orderStacks', () => {
  it('puts a stack after those it reads from, on its own side and on the dr side', () => {
    const order = orderStacks([
      stack('primary-kms'),
      stack('dr-kms'),
      stack('primary-s3-replication', ['kms'], ['kms', 's3-replication']),
      stack('dr-s3-replication', ['kms']),
    ]);

    expect(order.get('primary-s3-replication')).toEqual({
      before: ['dr-kms', 'dr-s3-replication', 'primary-kms'],
      after: [],
    });
    expect(order.get('dr-s3-replication')).toEqual({ before: ['dr-kms'], after: ['primary-s3-replication'] });
    expect(order.get('dr-kms')).toEqual({
      before: [],
      after: ['dr-s3-replication', 'primary-s3-replication'],
    });
  });

  it('puts a stack after those it must find standing', () => {
    const order = orderStacks([stack('primary-aurora'), stack('dr-aurora', [], [], ['primary-aurora'])]);

    expect(order.get('dr-aurora')?.before).toEqual(['primary-aurora']);
    expect(order.get('primary-aurora')?.after).toEqual(['dr-aurora']);
  });

  it('refuses to come after a stack that does not exist, and names those that do', () => {
    const stacks = [stack('primary-aurora'), stack('dr-aurora', [], [], ['primary-arora'])];

    expect(() => orderStacks(stacks)).toThrow(UserError);
    expect(messageOf(() => orderStacks(stacks))).toBe(
      [
        "apps/dr/aurora/stack.ts puts dr-aurora after 'primary-arora', which is no stack.",
        '  Allowed: primary-aurora',
        '  Fix:     name one of these, or take it out of after.',
      ].join('\n'),
    );
  });

  it('says of every stack of the workspace what its definition says', () => {
    const stacks = findStacks(resolve(__dirname, '..', '..', '..', '..'));
    const order = orderStacks(
      stacks.map(({ role, tier, file }) =>
        readDefinition(`apps/${role}/${tier}/stack.ts`, readFileSync(file, 'utf8')),
      ),
    );

    expect(stacks.length).toBeGreaterThan(0);
    for (const { name, file } of stacks) {
      const { default: definition } = jest.requireActual<{ default: StackDefinition }>(file);
      expect(order.get(name)?.before).toEqual([...definition.dependsOn].sort());
    }
  });

  it('leaves out stacks that do not exist, and a stack itself', () => {
    expect(orderStacks([stack('dr-dns', ['dns', 'compute'])]).get('dr-dns')).toEqual({
      before: [],
      after: [],
    });
  });
});
