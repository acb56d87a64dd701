import type { AlertCode } from '../watch';
import type { Loss } from './reason';

/** Whether an approval has to accept a loss of data: at once, or from a time on (milliseconds since the epoch). */
export type Acceptance =
  | { readonly required: 'now'; readonly loss: Loss }
  | { readonly required: 'later'; readonly fromMs: number; readonly boundMs: number };

/** What happens next, or what the reader of a notification is to do. */
export type NextStep =
  | { readonly code: 'nothing' }
  | { readonly code: 'new-request' }
  /** An approval was given; `acceptance` is left out if it accepts the loss. */
  | { readonly code: 'approval-taken'; readonly acceptance: Acceptance | undefined }
  | {
      readonly code: 'approve';
      readonly incidentId: string;
      readonly acceptance: Acceptance;
      readonly approvalMs: number;
    }
  | { readonly code: 'confirmation'; readonly confirmationMs: number }
  | {
      readonly code: 'call-made';
      readonly call: 'FailoverGlobalCluster' | 'SwitchoverGlobalCluster';
      readonly attempt: number;
      readonly clusterArn: string;
    }
  | {
      readonly code: 'alert';
      readonly alert: AlertCode;
      /** Whether what was committed still arrives, so that a planned switchover can be tried. */
      readonly replicates: boolean;
      readonly environment: string;
      readonly severity: 'page' | 'ticket';
    }
  | { readonly code: 'confirm-override'; readonly incidentId: string; readonly by: string }
  | { readonly code: 'look-again' }
  | { readonly code: 'repeated-where-safe' }
  | { readonly code: 'not-repeated' }
  | { readonly code: 'detach-by-hand' }
  | { readonly code: 'keeps-looking' }
  | { readonly code: 'traffic-follows'; readonly to: 'dr' | 'primary' }
  | { readonly code: 'dr-controller-routes' }
  | { readonly code: 'find-who-moved' }
  | { readonly code: 'traffic-follows-confirmed' }
  | { readonly code: 'left-to-others' }
  | { readonly code: 'stays-in-dr-failover-next' }
  | { readonly code: 'stays-until-failback' }
  | { readonly code: 'failback-when-ready' }
  | { readonly code: 'promote-by-hand' }
  | { readonly code: 'ask-again-or-failover' }
  | { readonly code: 'ask-again' }
  | { readonly code: 'look-at-rds' }
  | { readonly code: 'paused' }
  | { readonly code: 'resumed' }
  | { readonly code: 'traffic-kept-until-resolved' }
  | { readonly code: 'nothing-without-journal' }
  | { readonly code: 'compare-snapshot' }
  | { readonly code: 'look-for-snapshot' };
