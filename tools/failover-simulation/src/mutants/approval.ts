import type { Mutant } from './mutant';

/** Who must be asked, and for how long an answer is good. */
export const APPROVAL: readonly Mutant[] = [
  {
    name: 'a cluster without an instance is promoted by itself',
    breaks: ['20'],
    find: '  if (target?.availableInstances === 0 && !acceptsLoss)',
    replace: '  if (target?.availableInstances === -1 && !acceptsLoss)',
  },
  {
    name: 'every mode acts by itself',
    breaks: ['2'],
    find: "policy.mode === 'automatic'",
    replace: "policy.mode !== 'notify-only'",
  },
  {
    name: 'an approval never expires',
    breaks: ['2'],
    find: 'incident.approval !== undefined && now - incident.approval.at <= policy.approvalMs',
    replace: 'incident.approval !== undefined && now >= incident.approval.at',
  },
  {
    name: 'approval of whichever incident',
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
    name: 'an override needs no second person',
    breaks: ['8'],
    find: '  (override.confirmedBy !== undefined || !needsSecondPerson(override, evidence));',
    replace: "  override.by !== '';",
  },
  {
    name: 'the second person may be the first',
    breaks: ['8'],
    find: '  if (isSecondPerson && override.by === command.requestedBy)',
    replace: "  if (isSecondPerson && override.by === '')",
  },
  {
    name: 'the peer that came back is not looked at again',
    breaks: ['8'],
    find: '  override.needsSecondPerson || peerMayServe(evidence);',
    replace: '  override.needsSecondPerson && peerMayServe(evidence);',
  },
  {
    name: 'an order needs no override',
    breaks: ['8'],
    find: '  if (!isPermitted && command.overrideReason === undefined)',
    replace: "  if (!isPermitted && command.requestId === '')",
  },
  {
    name: 'an order is taken for an override',
    breaks: ['8'],
    find: '  const isOrdered = approvalStands(incident, policy, at) && (isOverridden || permitsOrder(assessment));\n  if (!isOverridden && isContrary(evidence))',
    replace:
      '  const isOrdered = approvalStands(incident, policy, at);\n  if (!isOrdered && isContrary(evidence))',
  },
  {
    name: 'an approval confirms',
    breaks: ['2'],
    find: '  const isOrdered = approvalStands(incident, policy, at) && (isOverridden || permitsOrder(assessment));',
    replace: '  const isOrdered = incident.approval !== undefined || isOverridden;',
  },
  {
    name: 'an approval is not paged for again',
    breaks: ['9'],
    find: '  if (wasPaged && at - (incident.pagedAt ?? at) < PAGE_AGAIN_MS) return wait(reason);',
    replace: '  if (wasPaged) return wait(reason);',
  },
];
