import type { Acceptance, NextStep } from '../protocol';
import { formatAlertStep } from './alert';
import { formatLoss } from './loss';
import { formatMinutes, formatSeconds } from './units';

/** Whether an approval has to accept a loss, and from when on. */
export const formatAcceptance = (acceptance: Acceptance): string =>
  acceptance.required === 'now'
    ? `It needs acceptDataLoss: ${formatLoss(acceptance.loss)}.`
    : `From ${new Date(acceptance.fromMs).toISOString()} on it needs acceptDataLoss: more than ${formatSeconds(acceptance.boundMs)} of data may be lost then.`;

/** What happens next, or what is to be done, as a notification says it. */
export function formatNextStep(next: NextStep): string {
  switch (next.code) {
    case 'nothing':
      return 'Nothing.';
    case 'new-request':
      return 'Nothing was done. A new command needs a new request id.';
    case 'approval-taken':
      return `The failover goes on if the evidence still says that the Region is lost, or is overridden.${next.acceptance === undefined ? '' : ` ${formatAcceptance(next.acceptance)}`}`;
    case 'approve':
      return `Approve incident ${next.incidentId}. ${formatAcceptance(next.acceptance)} An approval is good for ${formatMinutes(next.approvalMs)}.`;
    case 'confirmation':
      return `At least three rounds must agree, over ${formatSeconds(next.confirmationMs)}, before anything is done.`;
    case 'call-made':
      return `${next.call} is called (attempt ${next.attempt}). Traffic follows once ${next.clusterArn} writes.`;
    case 'alert':
      return formatAlertStep(next.alert, next.replicates, next.environment);
    case 'confirm-override':
      return `Somebody else than ${next.by} must confirm it: npm run drctl -- approve ${next.incidentId}.`;
    case 'look-again':
      return 'The call was not made. The controller looks again.';
    case 'repeated-where-safe':
      return 'The controller looks again and repeats it where that is safe.';
    case 'not-repeated':
      return 'No repetition resolves this: give the permission, or do it by hand.';
    case 'detach-by-hand':
      return 'AWS does not allow it in the state that the global cluster is in. The controller asks again; if that lasts, take the cluster of the own Region out of the global cluster by hand (RemoveFromGlobalCluster), which promotes it: see the runbook.';
    case 'keeps-looking':
      return 'Nothing. The controller keeps looking.';
    case 'traffic-follows':
      return `Traffic is routed to ${next.to}.`;
    case 'dr-controller-routes':
      return 'The controller of the dr Region routes traffic to primary once that Region answers.';
    case 'find-who-moved':
      return 'Find out who moved the writer. Traffic follows the writer once that is confirmed.';
    case 'traffic-follows-confirmed':
      return 'Traffic follows the writer once that is confirmed.';
    case 'left-to-others':
      return 'The controller leaves it to them. Traffic follows the writer once that is confirmed.';
    case 'stays-in-dr-failover-next':
      return 'Traffic stays in dr. A failover is opened as long as the evidence holds.';
    case 'stays-until-failback':
      return 'It stays there until a failback has completed.';
    case 'failback-when-ready':
      return 'Nothing fails back by itself. Once the other Region is sound, its cluster has been added again and the lag is low, ask for the failback.';
    case 'promote-by-hand':
      return 'Promote by hand, or resolve what AWS objects to and ask for a failover again.';
    case 'ask-again-or-failover':
      return 'Nothing moved; the writer is where it was. A planned operation never becomes a failover: ask for it again, or for a failover.';
    case 'ask-again':
      return 'Nothing moved; the writer is where it was. Ask for it again when the reason is resolved.';
    case 'look-at-rds':
      return 'The controller watches on and continues as soon as it can. Look at the global cluster in the RDS console of both Regions. To stop these pages: npm run drctl -- acknowledge.';
    case 'paused':
      return 'No mutating call is made. Traffic is kept where it is.';
    case 'resumed':
      return 'The controller acts again as its policy says.';
    case 'traffic-kept-until-resolved':
      return 'The controller does nothing but keep traffic where it is until this is resolved.';
    case 'nothing-without-journal':
      return 'The controller does nothing until the journal can be read and written.';
    case 'compare-snapshot':
      return 'Compare it with what was lost, then delete it.';
    case 'look-for-snapshot':
      return 'Look for it by hand; AWS only attempts to take one.';
  }
}
