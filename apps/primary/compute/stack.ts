import { auroraContract, databaseContract } from '@healthcare-dr/aurora/contract';
import { Compute } from '@healthcare-dr/compute';
import { kmsContract } from '@healthcare-dr/kms/contract';
import { networkingContract } from '@healthcare-dr/networking/contract';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'primary',
  tier: 'compute',
  reads: [kmsContract, networkingContract, auroraContract, databaseContract],
  after: ['primary-s3-replication', 'primary-notifications'],
  build: (stack) =>
    void new Compute(stack, 'compute', {
      keys: stack.read(kmsContract),
      network: stack.read(networkingContract),
      cluster: stack.read(auroraContract),
      database: stack.read(databaseContract),
    }),
});
