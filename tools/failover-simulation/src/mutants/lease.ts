import type { Mutant } from './mutant';

/** One controller of a Region at a time. */
export const LEASE: readonly Mutant[] = [
  {
    name: 'whoever was killed keeps the lease for a quarter of an hour',
    breaks: ['5'],
    find: 'invocation.deadline - now + LEASE_MARGIN_MS)',
    replace: '900_000)',
  },
  {
    name: 'works without the lease',
    breaks: ['1', '4'],
    find: 'return await run.ports.journal.acquire(invocation.id, now, invocation.deadline - now + LEASE_MARGIN_MS);',
    replace:
      'return (\n      (await run.ports.journal.acquire(invocation.id, now, invocation.deadline - now + LEASE_MARGIN_MS)) ?? {\n        owner: invocation.id,\n        epoch: 0,\n        expiresAt: invocation.deadline + LEASE_MARGIN_MS,\n      }\n    );',
  },
  {
    name: 'the control metric is kept alive without the lease',
    breaks: ['1'],
    find: 'if (lease === undefined) return outcomeOf(run, run.healthy ? BUSY : NO_LEASE, false);',
    replace:
      "if (lease === undefined) {\n    await ports.metrics.putTrafficEngaged(site.role === 'dr');\n    return outcomeOf(run, run.healthy ? BUSY : NO_LEASE, false);\n  }",
  },
  {
    name: 'a lease of five seconds',
    breaks: ['1', '4'],
    find: 'invocation.deadline - now + LEASE_MARGIN_MS)',
    replace: '5_000)',
  },
];
