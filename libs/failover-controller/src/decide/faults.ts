import { changed } from './change';
import { type Decision, record } from './decision';
import type { Journal } from '../domain/journal';
import type { Failure, Observation } from '../domain/observation';
import type { Site } from '../domain/site';

/** Why nothing can be decided at all. */
export interface Fault {
  /** The same for the same fault, so that it is reported once. */
  readonly key: string;
  readonly message: string;
  /** Whether only a person can mend it. */
  readonly isLasting: boolean;
}

const LASTING: ReadonlySet<Failure['kind']> = new Set(['denied', 'not-found', 'invalid', 'malformed']);

const faultOf = (what: string, failure: Failure): Fault => ({
  key: `${what}/${failure.kind}`,
  message: failure.message,
  isLasting: LASTING.has(failure.kind),
});

/**
 * What makes it impossible to act: no policy or hold switch that can be read, no permission to look, no global cluster, or one
 * that this cluster is no member of. A view that is missing for a moment is no fault.
 */
export function findFault(observation: Observation, site: Site): Fault | undefined {
  const { policy, hold, global, ownCluster } = observation;
  if (!policy.known) return faultOf('policy', policy.failure);
  if (!hold.known) return faultOf('hold', hold.failure);
  if (!global.known)
    return LASTING.has(global.failure.kind) ? faultOf('global-cluster', global.failure) : undefined;
  if (global.value === undefined)
    return {
      key: 'global-cluster/absent',
      message: `There is no global cluster ${site.globalClusterId}`,
      isLasting: true,
    };
  if (!global.value.members.some((member) => member.clusterArn === site.ownClusterArn))
    return {
      key: 'member/absent',
      message: `${site.ownClusterArn} is no member of the global cluster ${site.globalClusterId}`,
      isLasting: true,
    };
  if (!ownCluster.known && ownCluster.failure.kind === 'denied')
    return faultOf('own-cluster', ownCluster.failure);
  return undefined;
}

/** A fault is reported once; nothing else is done while it stands. */
export function reportFault(site: Site, at: number, journal: Journal, fault: Fault): Decision {
  const reason = `nothing is done: ${fault.message}`;
  if (journal.fault === fault.key)
    return { action: { kind: 'none' }, reason, intent: undefined, again: false };
  const change = changed(
    site,
    at,
    { ...journal, fault: fault.key },
    {
      event: 'controller blind',
      reason,
      details: { fault: fault.key },
      notice: {
        severity: fault.isLasting ? 'page' : 'ticket',
        runbook: 'controller',
        next: 'The controller does nothing but keep traffic where it is until this is mended.',
      },
    },
  );
  return { ...record(reason, change), again: false };
}

export function reportMended(site: Site, at: number, journal: Journal): Decision {
  const reason = `${journal.fault} is mended`;
  return record(
    reason,
    changed(
      site,
      at,
      { ...journal, fault: undefined },
      {
        event: 'controller sees again',
        reason,
        notice: { severity: 'ticket', runbook: 'controller', next: 'Nothing.' },
      },
    ),
  );
}
