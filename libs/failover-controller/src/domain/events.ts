import type { EventProblem } from './protocol';

/** What an operator may ask of the controller. `requestId` makes a command that is delivered twice the same command. */
export type Command =
  | { readonly operation: 'status' }
  | {
      /** Unplanned: promotes this controller's own cluster, with data loss bounded by the policy or accepted here. */
      readonly operation: 'failover';
      readonly requestId: string;
      readonly acceptDataLoss: boolean;
      /** Why it is ordered although the evidence does not say that the Region is lost. Never overrides the hold. */
      readonly overrideReason?: string;
      readonly dryRun: boolean;
      readonly requestedBy: string;
    }
  | {
      /** Somebody has seen what is paged, and looks after it: it is not paged again. */
      readonly operation: 'acknowledge';
      readonly requestId: string;
      readonly requestedBy: string;
    }
  | {
      /** Planned, without data loss: `switchover` moves the writer to dr, `failback` moves it back to the primary. */
      readonly operation: 'switchover' | 'failback';
      readonly requestId: string;
      readonly dryRun: boolean;
      readonly requestedBy: string;
    }
  | {
      /** Approves what an incident is waiting for. */
      readonly operation: 'approve';
      /** Without one, the same person's same approval of the same incident is taken once. */
      readonly requestId?: string;
      readonly incidentId: string;
      readonly acceptDataLoss: boolean;
      readonly requestedBy: string;
    };

/** What called the controller, once it is understood. None of these is believed: each is only a reason to look. */
export type Trigger =
  | { readonly kind: 'schedule' }
  | { readonly kind: 'alarm'; readonly alarmName: string; readonly state: string }
  | { readonly kind: 'rds'; readonly eventId: string; readonly message: string }
  | { readonly kind: 'command'; readonly command: Command }
  /** Not understood: logged, counted, and otherwise without effect. */
  | { readonly kind: 'unknown'; readonly problem: EventProblem };
