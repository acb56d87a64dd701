import { change } from './change';
import { type Decision, record, wait } from './decision';
import type { Journal } from '../domain/journal';
import type { Failure, Observation } from '../domain/observation';
import type { FaultCode, FaultReason } from '../domain/protocol';
import type { Site } from '../domain/site';

/** Why nothing can be decided at all. */
export interface Fault {
  /** The same for the same fault, so that it is reported once. */
  readonly code: FaultCode;
  readonly reason: FaultReason;
  /** Whether only a person can resolve it. */
  readonly isLasting: boolean;
}

const LASTING: ReadonlySet<Failure['kind']> = new Set(['denied', 'not-found', 'invalid', 'malformed']);

function faultOf(
  what: 'policy' | 'hold' | 'global-cluster' | 'own-cluster',
  { kind, message }: Pick<Failure, 'kind' | 'message'>,
): Fault {
  const fault: FaultCode = `${what}/${kind}`;
  return { code: fault, reason: { code: 'input-unreadable', fault, message }, isLasting: LASTING.has(kind) };
}

/** There is no policy, and nothing says why. */
export const NO_POLICY: Fault = {
  ...faultOf('policy', { kind: 'unknown', message: 'there is no policy' }),
  isLasting: true,
};

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
      code: 'global-cluster/absent',
      reason: { code: 'global-cluster-absent', globalClusterId: site.globalClusterId },
      isLasting: true,
    };
  if (!global.value.members.some((member) => member.clusterArn === site.ownClusterArn))
    return {
      code: 'member/absent',
      reason: {
        code: 'own-cluster-not-a-member',
        clusterArn: site.ownClusterArn,
        globalClusterId: site.globalClusterId,
      },
      isLasting: true,
    };
  if (!ownCluster.known && ownCluster.failure.kind === 'denied')
    return faultOf('own-cluster', ownCluster.failure);
  return undefined;
}

/** A fault is reported once; nothing else is done while it stands. */
export function reportFault(site: Site, at: number, journal: Journal, fault: Fault): Decision {
  const { code, reason } = fault;
  if (journal.fault === code) return wait(reason, 'failed');
  const report = change(
    site,
    at,
    { ...journal, fault: code },
    {
      event: 'controller-degraded',
      reason,
      details: { fault: code },
      notification: {
        severity: fault.isLasting ? 'page' : 'ticket',
        runbook: 'controller',
        next: { code: 'traffic-kept-until-resolved' },
      },
    },
  );
  return { ...record(reason, report), disposition: 'failed', again: false };
}

/** That it can decide again is told as once as that it could not. */
export function reportRecovered(site: Site, at: number, journal: Journal, fault: FaultCode): Decision {
  const reason = { code: 'fault-resolved', fault } as const;
  return record(
    reason,
    change(
      site,
      at,
      { ...journal, fault: undefined },
      {
        event: 'controller-recovered',
        reason,
        notification: { severity: 'ticket', runbook: 'controller', next: { code: 'nothing' } },
      },
    ),
  );
}
