import { auroraContract, databaseContract } from '@healthcare-dr/aurora/contract';
import { Compute } from '@healthcare-dr/compute';
import { kmsContract } from '@healthcare-dr/kms/contract';
import { networkingContract } from '@healthcare-dr/networking/contract';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: 'dr',
  tier: 'compute',
  reads: [kmsContract, networkingContract, auroraContract, databaseContract],
  // primary-compute writes the records that validate this side's certificate; once it is issued nothing is needed of it.
  after: ['dr-s3-replication', 'dr-notifications', 'primary-compute'],
  build: (stack) =>
    void new Compute(stack, 'compute', {
      keys: stack.read(kmsContract),
      network: stack.read(networkingContract),
      cluster: stack.read(auroraContract),
      database: stack.read(databaseContract),
    }),
});
