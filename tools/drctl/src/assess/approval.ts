import {
  assessLoss,
  boundHoldsUntil,
  lossIsWithinBound,
  PAGE_AGAIN_MS,
  type ApprovalObjection,
  type Incident,
  type Journal,
  type Policy,
} from '@healthcare-dr/failover-controller';
import { valueOf } from '../answer';
import type { SideFacts } from '../facts';

/** What an incident asks of an operator. All times are milliseconds since the epoch. */
export interface ApprovalRequest {
  readonly incidentId: string;
  /** Why an operator is asked; `undefined` if it is a second person that is waited for, or if nobody can tell. */
  readonly objection: ApprovalObjection | undefined;
  /** Who ordered it against the evidence, if somebody else must confirm it. */
  readonly secondPersonAfter: string | undefined;
  /** Whether an approval has to accept a loss of data now. */
  readonly acceptsDataLoss: boolean;
  /** From when on it has to; `undefined` if it has to already, or if nobody can tell. */
  readonly acceptsDataLossFrom: number | undefined;
  /** When it is paged for again. */
  readonly pagedAgainAt: number | undefined;
}

type Asking = Pick<SideFacts, 'policy' | 'journal'> & Partial<Pick<SideFacts, 'member'>>;

/**
 * What an open incident would need of an operator at this moment, by the policy that its controller reads. An incident that waits for
 * nobody may still be given an approval, and needs the same of it.
 */
export function approvalOf(incident: Incident, side: Asking, at: number): ApprovalRequest {
  const policy = valueOf(side.policy);
  const { override } = incident;
  const secondPersonAfter =
    override !== undefined && override.needsSecondPerson && override.confirmedBy === undefined
      ? override.by
      : undefined;
  // Who confirms an order takes over what its giver has accepted.
  const isAccepted = secondPersonAfter !== undefined && incident.approval?.acceptDataLoss === true;
  const isStranded = valueOf(side.member)?.availableInstances === 0;
  const isBeyond = policy !== undefined && !lossIsWithinBound(incident, policy, at);
  return {
    incidentId: incident.id,
    objection: secondPersonAfter === undefined ? objectionOf(incident, side, policy, at) : undefined,
    secondPersonAfter,
    acceptsDataLoss: (isStranded || isBeyond) && !isAccepted,
    acceptsDataLossFrom:
      policy === undefined || isStranded || isAccepted ? undefined : boundHoldsUntil(incident, policy, at),
    pagedAgainAt: incident.pagedAt === undefined ? undefined : incident.pagedAt + PAGE_AGAIN_MS,
  };
}

/** In the controller's own order. */
function objectionOf(
  incident: Incident,
  { journal, member }: Asking,
  policy: Policy | undefined,
  at: number,
): ApprovalObjection | undefined {
  const cluster = valueOf(member);
  if (cluster?.availableInstances === 0) return { code: 'no-instance', clusterArn: cluster.clusterArn };
  if (policy === undefined) return undefined;
  if (!lossIsWithinBound(incident, policy, at)) return assessLoss(incident, policy, at);
  if (policy.mode !== 'automatic') return { code: 'mode', mode: policy.mode };
  const endsAt = coolDownEnd(valueOf(journal), policy);
  return endsAt !== undefined && at < endsAt ? { code: 'cool-down', endsAt } : undefined;
}

const coolDownEnd = (journal: Journal | undefined, { cooldownMs }: Policy): number | undefined =>
  journal?.lastFailoverAt === undefined ? undefined : journal.lastFailoverAt + cooldownMs;

/** The words by which such an approval is given. */
export const approvalWords = ({ incidentId, acceptsDataLoss }: ApprovalRequest): readonly string[] => [
  'approve',
  incidentId,
  ...(acceptsDataLoss ? ['--accept-data-loss'] : []),
];
