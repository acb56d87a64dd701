import type { Mutant } from './mutant';

/** Switchover and failback: before they begin, and while they run. */
export const PLANNED_MOVES: readonly Mutant[] = [
  {
    name: 'a switchover falls back to a failover',
    breaks: ['2'],
    find: "    return fail({ code: 'region-lost-before-operation' });",
    replace:
      "    return call(\n      { kind: 'failover', targetClusterArn: incident.targetClusterArn, despiteOperation: false },\n      { code: 'operation-not-seen' },\n    );",
  },
  {
    name: 'switches over in the wrong Region',
    breaks: ['5'],
    find: "endpoint: incident.kind === 'switchover' ? 'peer' : 'own'",
    replace: "endpoint: incident.kind === 'switchover' ? 'own' : 'peer'",
  },
  {
    name: 'fails back by itself',
    breaks: ['1'],
    find: "  const traffic = site.role === 'dr' ? followDrift(situation) : releaseHome(situation);",
    replace:
      "  if (situation.assessment === 'well' && alreadyWrites(global, site.ownClusterArn))\n    return {\n      action: { kind: 'switchover', endpoint: 'own', targetClusterArn: site.peerClusterArn },\n      disposition: 'done',\n      reason: { code: 'operation-not-seen' },\n      intent: undefined,\n      again: false,\n    };\n  const traffic = site.role === 'dr' ? followDrift(situation) : releaseHome(situation);",
  },
  {
    name: 'asked for again at once',
    breaks: ['1'],
    find: 'now - lastSignOf(incident) < policy.reissueAfterMs',
    replace: 'now < lastSignOf(incident)',
  },
  {
    name: 'a planned move whose operation failed is asked for again',
    breaks: ['1'],
    find: "  if (incident.operationSeenAt !== undefined) return fail({ code: 'operation-ended-without-move' });",
    replace: "  if (incident.operationSeenAt === 0) return fail({ code: 'operation-ended-without-move' });",
  },
  {
    name: 'a failover is asked for without end',
    breaks: ['1'],
    find: 'incident.attempts < MAX_FAILOVER_ATTEMPTS',
    replace: 'incident.attempts < 100',
  },
  {
    name: 'a running operation is not seen',
    breaks: ['1', '2'],
    find: 'boolean => global.operation !== undefined',
    replace: "boolean => global.operation?.status === ''",
  },
  {
    name: 'a planned move that nobody watched is asked for again',
    breaks: ['1'],
    find: 'if (wasUnwatched(incident, policy, at) || !plannedAttemptsLeft(incident))',
    replace: 'if (!plannedAttemptsLeft(incident))',
  },
];
