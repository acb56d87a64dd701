import type { Mutant } from './mutant';

/** How soon after a failover another one is made by itself. */
export const COOL_DOWN: readonly Mutant[] = [
  {
    name: 'no cool-down',
    breaks: ['1'],
    find: 'now - journal.lastFailoverAt < policy.cooldownMs',
    replace: 'now < journal.lastFailoverAt',
  },
  {
    name: 'a cool-down of a minute',
    breaks: ['1'],
    find: 'now - journal.lastFailoverAt < policy.cooldownMs',
    replace: 'now - journal.lastFailoverAt < 60_000',
  },
  {
    name: 'every incident that ends starts the cool-down',
    breaks: ['5'],
    find: "  const ended = incident.kind === 'failover' && mayHaveMoved;",
    replace: "  const ended = incident.kind === 'failover' || mayHaveMoved;",
  },
  {
    name: 'a failover that failed starts no cool-down',
    breaks: ['1'],
    find: "  const ended = incident.kind === 'failover' && mayHaveMoved;",
    replace: "  const ended = incident.kind === 'failover' && result === 'recovered';",
  },
  {
    name: 'the cool-down is forgotten with the next incident',
    breaks: ['1'],
    find: 'lastFailoverAt: ended ? at : journal.lastFailoverAt,',
    replace: 'lastFailoverAt: ended ? at : undefined,',
  },
];
