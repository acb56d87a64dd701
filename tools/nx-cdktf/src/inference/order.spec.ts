import type { StackFacts } from './definition';
import { orderStacks } from './order';

const stack = (name: string, reads: string[] = [], readsDr: string[] = []): StackFacts => {
  const [role = '', ...tier] = name.split('-');
  return { name, role: role as StackFacts['role'], tier: tier.join('-'), reads, readsDr };
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

  it('leaves out stacks that do not exist, and a stack itself', () => {
    expect(orderStacks([stack('dr-dns', ['dns', 'compute'])]).get('dr-dns')).toEqual({
      before: [],
      after: [],
    });
  });
});
