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

function faultOf(what: 'policy' | 'hold', { kind, message }: Pick<Failure, 'kind' | 'message'>): Fault {
  const fault: FaultCode = `${what}/${kind}`;
  return { code: fault, reason: { code: 'input-unreadable', fault, message }, isLasting: LASTING.has(kind) };
}

/** There is no policy, and nothing says why. */
export const NO_POLICY: Fault = {
  ...faultOf('policy', { kind: 'unknown', message: 'there is no policy' }),
  isLasting: true,
};

/**
 * What makes it impossible to act: no policy or hold switch that can be read. What cannot be seen of the world is no fault but an unknown,
 * which is watched; and a pair that is not there yet, or not any more, is a state.
 */
export function findFault({ policy, hold }: Observation): Fault | undefined {
  if (!policy.known) return faultOf('policy', policy.failure);
  if (!hold.known) return faultOf('hold', hold.failure);
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
