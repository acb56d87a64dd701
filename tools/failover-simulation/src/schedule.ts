import type { Mode } from '@healthcare-dr/failover-controller';
import type { failoverSchema } from '@healthcare-dr/topology';
import type { z } from 'zod';
import type { CallName, Fault, Path, Service } from './calls';

export * from './calls';

/** One of the two Regions, by the role it was deployed as. */
export type Side = 'primary' | 'dr';

export const other = (side: Side): Side => (side === 'primary' ? 'dr' : 'primary');

/** When something happens: at a time (ms from the beginning), or just before a call of a name is made for the nth time. */
export type When =
  { readonly at: number } | { readonly call: CallName; readonly nth: number; readonly delayMs: number };

/** How a service fails that is out of order. */
export const OUTAGE_FAULTS = ['timeout', 'unreachable', 'throttled', 'denied', 'internal'] as const;
export type OutageFault = (typeof OUTAGE_FAULTS)[number];

/** A failover within the Region, work on both instances at once, or the end. */
export const DATABASE_TROUBLES = ['failover', 'upgrade', 'maintenance', 'modification', 'dead'] as const;
export type DatabaseTrouble = (typeof DATABASE_TROUBLES)[number];

/** `slow`: what the checkers find is seen later. `garbled`: the record holds a text that no witness gives. */
export const CHECK_TROUBLES = ['inverted', 'disabled', 'missing', 'garbled', 'slow'] as const;
export type CheckTrouble = (typeof CHECK_TROUBLES)[number];

/** What happens in the world, besides the calls. Durations are milliseconds. */
export type Happening =
  /** A Region goes dark: all of it, only what serves patients, only its control plane; or the network between the two. */
  | {
      readonly kind: 'lose';
      readonly side: Side;
      readonly what: 'region' | 'data' | 'control' | 'network';
      readonly forMs: number;
    }
  /** What calls of one Region's controller go along is out of order. */
  | { readonly kind: 'path'; readonly side: Side; readonly path: Path; readonly forMs: number }
  /** The service does not run: a bad deployment, or tasks that do not start. */
  | { readonly kind: 'bad-deployment'; readonly side: Side; readonly forMs: number }
  /** The database of one Region does not work; its control plane answers, and shows what of. */
  | {
      readonly kind: 'database';
      readonly side: Side;
      readonly how: DatabaseTrouble;
      readonly forMs: number;
    }
  /** The certificate of the service has expired: whoever verifies it finds no service. */
  | { readonly kind: 'certificate'; readonly side: Side; readonly forMs: number }
  /** Something is wrong with what tells of Route 53's check of a Region. */
  | { readonly kind: 'check'; readonly side: Side; readonly how: CheckTrouble; readonly forMs: number }
  /** Datapoints of the lag are seen later than they are used to. */
  | { readonly kind: 'late-datapoints'; readonly byMs: number; readonly forMs: number }
  /** Replication stands still though all else is well: the lag grows with time. */
  | { readonly kind: 'lag'; readonly forMs: number }
  | {
      readonly kind: 'service';
      readonly service: Service;
      readonly fault: OutageFault;
      readonly forMs: number;
    }
  /** RDS speaks of a status nobody knows. */
  | { readonly kind: 'unknown-status'; readonly forMs: number }
  /** The global cluster is not found. */
  | { readonly kind: 'no-global-cluster'; readonly forMs: number }
  | { readonly kind: 'missing-datapoints'; readonly forMs: number }
  | { readonly kind: 'hold'; readonly forMs: number }
  | {
      readonly kind: 'policy';
      readonly value: Mode | 'malformed' | 'missing';
      readonly forMs: number;
    }
  | { readonly kind: 'no-schedule'; readonly forMs: number }
  | { readonly kind: 'no-instance'; readonly side: Side; readonly forMs: number }
  | { readonly kind: 'versions-differ'; readonly forMs: number }
  | { readonly kind: 'alarm'; readonly copies: number }
  | { readonly kind: 'rds-event'; readonly copies: number }
  | { readonly kind: 'malformed-event'; readonly copies: number }
  /** The journal's table of dr is made anew, or an empty one is restored. */
  | { readonly kind: 'journal-lost' }
  | {
      readonly kind: 'command';
      readonly side: Side;
      readonly operation: 'failover' | 'switchover' | 'failback' | 'status' | 'acknowledge';
      /** The number of the request: the same one again is the same command. */
      readonly request: number;
      readonly acceptDataLoss: boolean;
      /** Whether a failover is ordered against the evidence. */
      readonly override: boolean;
      readonly dryRun: boolean;
      readonly copies: number;
      readonly apartMs: number;
    }
  /** An operator approves of the incident that is open then, or, by mistake, of one that was before. */
  | {
      readonly kind: 'approve';
      /** Whether it is somebody else than whoever ordered. */
      readonly bySecond: boolean;
      readonly acceptDataLoss: boolean;
      readonly stale: boolean;
      readonly copies: number;
      readonly apartMs: number;
    }
  /** Somebody acts by the console, past the controller. */
  | {
      readonly kind: 'console';
      readonly operation: 'failover' | 'switchover';
      readonly target: Side;
    };

export interface Event {
  readonly when: When;
  readonly what: Happening;
}

/** How the world is made. */
export interface Nature {
  /** Who writes at the beginning. */
  readonly writer: Side;
  /** Whether the pair has never been whole before: no lag was ever published, and no witness has answered. @default false */
  readonly isNew?: boolean;
  /** 0: every call takes the same time; else the seed of each call's own. */
  readonly jitter: number;
  /** By how much what RDS tells may lag behind the truth. */
  readonly staleMs: number;
  /** By how much the clocks of two invocations may differ. */
  readonly skewMs: number;
  readonly lagMs: number;
  /** Whether the lag's metric goes on, and grows, where the primary is cut off, or has no datapoints any more. */
  readonly metricGrows: boolean;
  /** Whether RDS says in the own Region that replication is cut, and in the peer's that its cluster is down. */
  readonly notices: boolean;
  /** Whether what is asked for by health checks and the probe touches the database. */
  readonly deep: boolean;
  /** How long Route 53's checkers need to find that a Region answers no more, or again. */
  readonly checkMs: number;
  /** For how long RDS shows a failover as running after the promotion while the old Region is dark. */
  readonly lingerMs: number;
  /** Whether the old primary is made anew when it comes back, and is no member for a while. */
  readonly recreates: boolean;
  /** How long a failover or switchover takes. */
  readonly operationMs: number;
  /** Bit n: the nth operation fails in the end. */
  readonly failing: number;
  readonly snapshot: boolean;
  /** Whether RDS's event of an operation's end reaches the controller. */
  readonly tellsEnds: boolean;
  /** Whether invocations overlap; else one waits for the other, as reserved concurrency has it. */
  readonly overlap: boolean;
}

/**
 * What of the configuration of `failover` an environment chooses; the rest is the default. What the schema refuses, no environment can
 * have: it stands for the default too.
 */
export type PolicyChoice = z.input<typeof failoverSchema>;

/** A whole run: all that is random is in here. */
export interface Schedule {
  readonly nature: Nature;
  readonly policy: PolicyChoice;
  readonly events: readonly Event[];
  readonly faults: readonly Fault[];
}
