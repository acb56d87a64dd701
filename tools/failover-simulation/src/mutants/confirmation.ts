import type { Mutant } from './mutant';

/** How often, and for how long, the evidence must agree. */
export const CONFIRMATION: readonly Mutant[] = [
  {
    name: 'a look that is lost resets',
    breaks: ['5'],
    find: 'at - lookedAt > CONFIRMATION_GAP_MS;',
    replace: 'at - lookedAt > 90_000;',
  },
  {
    name: 'one round is enough',
    breaks: ['2'],
    find: '  confirmation.rounds >= CONFIRMATION_ROUNDS &&',
    replace: '  confirmation.rounds >= 1 &&',
  },
  {
    name: 'two rounds are enough',
    breaks: ['2'],
    find: '  confirmation.rounds >= CONFIRMATION_ROUNDS &&',
    replace: '  confirmation.rounds >= 2 &&',
  },
  {
    name: 'rounds need not be apart',
    breaks: ['2'],
    find: '  (confirmation.lastAt - confirmation.firstAt >= leastMs ||',
    replace: '  (confirmation.lastAt >= confirmation.firstAt ||',
  },
  {
    name: 'half the time is enough',
    breaks: ['2'],
    find: '  (confirmation.lastAt - confirmation.firstAt >= leastMs ||',
    replace: '  (confirmation.lastAt - confirmation.firstAt >= leastMs / 2 ||',
  },
  {
    name: 'every look is a round',
    breaks: ['2'],
    find: '  watch.lookedAt === undefined || at - watch.lookedAt >= ROUND_GAP_MS;',
    replace: '  watch.lookedAt === undefined || at - watch.lookedAt >= 0;',
  },
  {
    name: 'a contrary round does not reset',
    breaks: ['2'],
    find: "    case 'contrary':\n      return undefined;",
    replace: "    case 'contrary':\n      return standing;",
  },
  {
    name: 'a contrary look between two rounds does not reset',
    breaks: ['2'],
    find: '  const isNews = isContrary(evidence) && (watch',
    replace: '  const isNews = isContrary(evidence) && journal.version < 0 && (watch',
  },
  {
    name: 'a gap does not reset',
    breaks: ['2'],
    find: 'at - lookedAt > CONFIRMATION_GAP_MS;',
    replace: 'at < lookedAt;',
  },
  {
    name: 'looks that say too little are a gap',
    breaks: ['5'],
    find: '  const { lost, replicating } = isGap(watch, at) ? NOTHING_CONFIRMED : watch;',
    replace:
      '  const { lost, replicating } = isGap({ lookedAt: watch.lost?.lastAt }, at) ? NOTHING_CONFIRMED : watch;',
  },
  {
    name: 'an alarm acts on what was confirmed long ago',
    breaks: ['2'],
    find: '  if (isGap(watch, at)) return false;',
    replace: '  if (watch.lookedAt === undefined) return false;',
  },
  {
    name: 'an incomplete round resets',
    breaks: ['5'],
    find: "    case 'incomplete':\n      return standing;",
    replace: "    case 'incomplete':\n      return undefined;",
  },
  {
    name: 'an incomplete round counts',
    breaks: ['2'],
    find: "    case 'incomplete':\n      return standing;\n    case 'agrees':",
    replace: "    case 'incomplete':\n    case 'agrees':",
  },
  {
    name: 'acts without confirmation',
    breaks: ['2'],
    find: '  if (!isOrdered && !lossIsConfirmed(journal.watch, assessment, policy, at))\n',
    replace: "  if (!isOrdered && assessment !== 'lost')\n",
  },
  {
    name: 'replicating counts without the opt-in',
    breaks: ['2'],
    find: '      policy.failoverWhileReplicatingAfterMs !== undefined &&\n      isConfirmed(replicating, policy.failoverWhileReplicatingAfterMs, at)',
    replace: '      isConfirmed(replicating, policy.failoverWhileReplicatingAfterMs ?? 0, at)',
  },
  {
    name: 'what the last round says now does not matter',
    breaks: ['2'],
    find: "    (assessment === 'lost' && isConfirmed(lost, policy.confirmationMs, at)) ||",
    replace: '    isConfirmed(lost, policy.confirmationMs, at) ||',
  },
];
