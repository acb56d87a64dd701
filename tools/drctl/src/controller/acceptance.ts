import { InputError } from '@healthcare-dr/cli-kit';
import { BLANK_INCIDENT, formatReason, type Incident } from '@healthcare-dr/failover-controller';
import { valueOf } from '../answer';
import { approvalOf, type ApprovalRequest } from '../assess/approval';
import { clock } from '../assess/words';
import type { GroundSide, OperationRequest } from './choose';

type Lossy = Extract<OperationRequest, { operation: 'approve' | 'failover' }>;

/**
 * What an order that may lose data needs of whoever gives it: of the incident that it is for, else of one that would be opened now.
 * `undefined` if the incident needs no approval any more, and if the policy cannot be read: then it is the controller's to say.
 */
export function acceptanceFor(
  side: GroundSide,
  incident: Incident | undefined,
  at: number,
): ApprovalRequest | undefined {
  if (!side.policy.known) return undefined;
  if (incident !== undefined && (incident.kind !== 'failover' || incident.writerMovedAt !== undefined))
    return undefined;
  return approvalOf(incident ?? wouldBe(side, at), side, at);
}

/** The incident that an order would open. */
const wouldBe = (side: GroundSide, at: number): Incident => ({
  ...BLANK_INCIDENT,
  id: 'It',
  kind: 'failover',
  phase: 'suspected',
  openedAt: at,
  sourceClusterArn: '',
  targetClusterArn: '',
  lagAtOpening: valueOf(side.lag),
});

/**
 * Refuses an order that would only wait, because it does not accept a loss that it has to accept.
 *
 * @param again the order as it would be given with more words
 * @throws InputError with the whole command
 */
export function assertAcceptance(
  needed: ApprovalRequest | undefined,
  { acceptDataLoss }: Lossy,
  again: (words: readonly string[]) => string,
): void {
  if (needed === undefined || !needed.acceptsDataLoss || acceptDataLoss) return;
  const why = needed.objection === undefined ? '' : `: ${formatReason(needed.objection)}`;
  throw new InputError({
    problem: `${needed.incidentId} needs --accept-data-loss${why}. Without it nothing would happen. Nothing was done.`,
    allowed: again(['--accept-data-loss']),
    fix: 'give it once whoever may decide about lost data has decided.',
  });
}

/** From when on such an order has to accept a loss, for whoever hesitates; none if it does or has to already. */
export function acceptanceNote(
  needed: ApprovalRequest | undefined,
  request: Lossy,
  at: number,
): readonly string[] {
  if (request.acceptDataLoss || needed?.acceptsDataLossFrom === undefined) return [];
  return [
    `  good until:  ${clock(needed.acceptsDataLossFrom, at)}; from then on it needs --accept-data-loss`,
  ];
}
