import type { Mutant } from './mutant';

/** One controller of a Region at a time. */
export const LEASE: readonly Mutant[] = [
  {
    name: 'works without the lease',
    breaks: ['1', '4'],
    find: 'return await run.ports.journal.acquire(invocation.id, now, invocation.deadline - now + LEASE_MARGIN_MS);',
    replace:
      'return (\n      (await run.ports.journal.acquire(invocation.id, now, invocation.deadline - now + LEASE_MARGIN_MS)) ?? {\n        owner: invocation.id,\n        epoch: 0,\n        expiresAt: invocation.deadline + LEASE_MARGIN_MS,\n      }\n    );',
  },
  {
    name: 'a lease of five seconds',
    breaks: ['1', '4'],
    find: 'invocation.deadline - now + LEASE_MARGIN_MS)',
    replace: '5_000)',
  },
  {
    name: 'the lease is not given back',
    breaks: ['5', '6', '9'],
    find: '    await run.ports.journal.release(lease);',
    replace: '    await Promise.resolve(lease);',
  },
  {
    name: 'the lease is not looked at before a call',
    breaks: ['1'],
    find: 'boolean => now + CALL_BOUND_MS <= lease.expiresAt',
    replace: 'boolean => now + CALL_BOUND_MS <= lease.expiresAt + 120_000',
  },
];
