import type { Mutant } from './mutant';

/**
 * The controller with one guard broken each. All must be killed: one that survives asks for better schedules, not for a shorter list.
 */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'one signal is a quorum',
    breaks: ['2'],
    find: 'signals.down >= policy.quorum',
    replace: 'signals.down >= 1',
  },
  {
    name: 'the quorum is not confirmed',
    breaks: ['2'],
    find: 'now - incident.quorumSince >= policy.confirmationMs',
    replace: 'now >= incident.quorumSince',
  },
  {
    name: 'a broken confirmation counts on',
    breaks: ['2', '6'],
    find: '  if (!quorumHolds(signals, policy)) return belowQuorum(situation, incident);',
    replace: "  if (!quorumHolds(signals, policy)) return wait({ code: 'nothing-to-do' });",
  },
  {
    name: 'every mode acts by itself',
    breaks: ['2'],
    find: "policy.mode === 'automatic'",
    replace: "policy.mode !== 'notify-only'",
  },
  {
    name: 'no cool-down',
    breaks: ['1'],
    find: 'now - journal.lastFailoverAt < policy.cooldownMs',
    replace: 'now < journal.lastFailoverAt',
  },
  {
    name: 'an approval never expires',
    breaks: ['2'],
    find: 'now - incident.approval.at <= policy.approvalMs',
    replace: 'now >= 0',
  },
  {
    name: 'any approval covers the loss',
    breaks: ['2'],
    find: 'incident.approval?.acceptDataLoss === true',
    replace: 'incident.approval !== undefined',
  },
  {
    name: 'an approval of whichever incident',
    breaks: ['2'],
    find: 'incident.id === incidentId',
    replace: "incidentId !== ''",
  },
  {
    name: 'no de-duplication of commands',
    breaks: ['1'],
    find: 'journal.handledRequests.includes(requestId)',
    replace: "requestId === ''",
  },
  {
    name: 'asked for again at once',
    breaks: ['1'],
    find: 'now - lastSignOf(incident) < policy.reissueAfterMs',
    replace: 'now < lastSignOf(incident)',
  },
  {
    name: 'a stuck operation is not reported',
    breaks: ['7'],
    find: 'now - incident.startedAt >= policy.operationDeadlineMs',
    replace: 'now < incident.startedAt',
  },
  {
    name: 'calls are begun to the very end',
    breaks: ['5'],
    find: 'boolean => now + CALL_BOUND_MS <= deadline',
    replace: 'boolean => now <= deadline',
  },
  {
    name: 'a running operation is not seen',
    breaks: ['1', '2'],
    find: 'boolean => global.operation !== undefined',
    replace: "boolean => global.operation?.status === ''",
  },
  {
    name: 'unknown lag as zero',
    breaks: ['2'],
    find: 'return loss !== undefined && lagIsFresh(incident, policy) && loss <= policy.lagBoundMs;',
    replace: 'return loss === undefined || (lagIsFresh(incident, policy) && loss <= policy.lagBoundMs);',
  },
  {
    name: 'no lag bound',
    breaks: ['2'],
    find: ' && loss <= policy.lagBoundMs;',
    replace: ';',
  },
  {
    name: 'milliseconds taken for seconds',
    breaks: ['2'],
    find: ' && loss <= policy.lagBoundMs;',
    replace: ' && loss / 1000 <= policy.lagBoundMs;',
  },
  {
    name: 'a stale datapoint is believed',
    breaks: ['2'],
    find: 'openedAt - lagAtOpening.measuredAt <= policy.lagMaxAgeMs',
    replace: 'openedAt >= 0',
  },
  {
    name: 'the loss does not grow with time',
    breaks: ['2'],
    find: 'lagAtOpening.lagMs + Math.max(0, now - lagAtOpening.measuredAt)',
    replace: 'lagAtOpening.lagMs + Math.min(0, now - lagAtOpening.measuredAt)',
  },
  {
    name: 'throttled means down',
    breaks: ['2'],
    find: "return peer.failure.kind === 'timeout' || peer.failure.kind === 'unreachable' ? 'down' : 'unknown';",
    replace: "return 'down';",
  },
  {
    name: 'no datapoint means down',
    breaks: ['2'],
    find: "if (!lag.known || lag.value === undefined) return 'unknown';",
    replace: "if (!lag.known || lag.value === undefined) return 'down';",
  },
  {
    name: 'any lag means down',
    breaks: ['2'],
    find: 'lag.value.lagMs > REPLICATION_LAG_MS',
    replace: 'lag.value.lagMs >= 0',
  },
  {
    name: 'the hold is not read again',
    breaks: ['3'],
    find: 'const hold = await readHold(ports);',
    replace: 'const hold = await Promise.resolve<WithheldReason | undefined>(undefined);',
  },
  {
    name: 'the hold is read again and not heeded',
    breaks: ['3'],
    find: 'if (hold !== undefined) return withheld(hold);',
    replace: "if (hold?.code === 'lease-ending') return withheld(hold);",
  },
  {
    name: 'a hold that cannot be read is none',
    breaks: ['3'],
    find: "return { code: 'hold-unreadable', message: failureOf(error, 'hold').message };",
    replace: "return failureOf(error, 'hold').message === '' ? { code: 'lease-ending' } : undefined;",
  },
  {
    name: 'promotes blindly, without another look',
    breaks: ['1'],
    find: '(await lookBeforeMove(action.targetClusterArn, grounds)) ??',
    replace: '(await Promise.resolve(undefined)) ??',
  },
  {
    name: 'traffic before the promotion',
    breaks: ['4'],
    find: 'await ports.ownRds.failover(',
    replace: 'await ports.metrics.putTrafficEngaged(true);\n      await ports.ownRds.failover(',
  },
  {
    name: 'asks for the failover in the failed Region',
    breaks: ['5'],
    find: 'await ports.ownRds.failover(',
    replace: 'await ports.peerRds.failover(',
  },
  {
    name: 'a switchover falls back to a failover',
    breaks: ['2'],
    find: "return fail({ code: 'region-lost-before-operation' });",
    replace:
      "return call({ kind: 'failover', targetClusterArn: incident.targetClusterArn }, { code: 'operation-not-seen' });",
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
    find: "  const drift = site.role === 'dr' ? followDrift(situation) : undefined;",
    replace:
      "  if (signals.down === 0 && alreadyWrites(global, site.ownClusterArn))\n    return {\n      action: { kind: 'switchover', endpoint: 'own', targetClusterArn: site.peerClusterArn },\n      disposition: 'done',\n      reason: { code: 'nothing-to-do' },\n      intent: undefined,\n      again: false,\n    };\n  const drift = site.role === 'dr' ? followDrift(situation) : undefined;",
  },
  {
    name: 'a dry run acts',
    breaks: ['3'],
    find: "if (command.operation !== 'approve' && command.dryRun) return look(run, trigger);",
    replace: "if (command.operation !== 'approve' && command.dryRun) run.healthy = true;",
  },
  {
    name: 'calls without having written the intent',
    breaks: ['1'],
    find: 'if (decision.intent !== undefined && !(await write(',
    replace: 'if (decision.intent !== undefined && !isMutating(decision.action) && !(await write(',
  },
  {
    name: 'no compare-and-swap: a conflict counts as written',
    breaks: ['1'],
    find: '    run.journal = undefined;\n    return false;',
    replace: '    return true;',
  },
  {
    name: 'works without the lease',
    breaks: ['1', '4'],
    find: 'return await run.ports.journal.acquire(invocation.id, now, invocation.deadline - now + LEASE_MARGIN_MS);',
    replace:
      'return (\n      (await run.ports.journal.acquire(invocation.id, now, invocation.deadline - now + LEASE_MARGIN_MS)) ?? {\n        owner: invocation.id,\n        epoch: 0,\n        expiresAt: invocation.deadline + LEASE_MARGIN_MS,\n      }\n    );',
  },
  {
    name: 'an unknown of the look is an exception',
    breaks: ['5'],
    find: '    return { known: false, failure: failureOf(error, operation) };',
    replace: '    throw failureOf(error, operation);',
  },
  {
    name: 'no keep-alive of the control metric',
    breaks: ['4'],
    find: "if (trigger.kind === 'schedule') await keepAlive(",
    replace: "if (trigger.kind === 'unknown') await keepAlive(",
  },
  {
    name: 'traffic flaps home when the primary serves',
    breaks: ['4'],
    find: 'await ports.metrics.putTrafficEngaged(journal.traffic.engaged);',
    replace:
      'await ports.metrics.putTrafficEngaged(journal.traffic.engaged && valueOf(run.observation?.serves) !== true);',
  },
  {
    name: 'keeps alive what never went out',
    breaks: ['3', '4'],
    find: 'boolean => journal.traffic.settled',
    replace: 'boolean => journal.version >= 0',
  },
  {
    name: 'a message is taken off that was not published',
    breaks: ['7'],
    find: "      failure = failureOf(error, 'sns:Publish');\n      break;",
    replace: "      failure = failureOf(error, 'sns:Publish');\n      sent.add(notification);",
  },
  {
    name: 'nobody is told',
    breaks: ['7'],
    find: 'const outbox = notification\n',
    replace: 'const outbox = notification?.severity === undefined && notification\n',
  },
  {
    name: 'no history',
    breaks: ['7'],
    find: 'entries: [{ at, incidentId: incident?.id, event, reason, details }],',
    replace: 'entries: [],',
  },
  {
    name: 'the snapshot of the old primary is forgotten',
    breaks: ['6'],
    find: 'return record(reason, { ...closed, journal: { ...closed.journal, pendingSnapshot } });',
    replace: 'return record(reason, closed);',
  },
  {
    name: 'the capacity is not raised',
    breaks: ['6'],
    find: "if (minTasks !== undefined && !followUpsDone.includes('tasks'))",
    replace: "if (minTasks === -1 && !followUpsDone.includes('tasks'))",
  },
];
