/** What the controller does by itself: `automatic` acts, `approval` waits for an operator's approval, `notify-only` never acts. */
export type Mode = 'automatic' | 'approval' | 'notify-only';

/** The policy of one environment, from SSM Parameter Store. All durations are milliseconds. */
export interface Policy {
  readonly mode: Mode;
  /** The most data, as time, that a failover may lose without approval: 900,000 ms for an RPO of 15 minutes. */
  readonly lagBoundMs: number;
  /** A datapoint of the lag that is older than this allows no planned operation. */
  readonly lagMaxAgeMs: number;
  /** How far apart the first and the last of the rounds that confirm a lost Region must be at least. */
  readonly confirmationMs: number;
  /** How long after the end of one unplanned failover no other one is begun by itself. */
  readonly cooldownMs: number;
  /** How much lag a planned operation accepts. */
  readonly plannedLagMs: number;
  /** After how long an operation that has not ended is reported as stuck. */
  readonly operationDeadlineMs: number;
  /** After how long a promotion of which nothing is seen is asked for again. */
  readonly reissueAfterMs: number;
  /** How long an approval is good for. */
  readonly approvalMs: number;
  /**
   * After how long a Region that is lost by every signal but replication is failed over by itself: the old writer lives, and what it accepts
   * after the promotion is lost without a bound. `undefined` never does.
   */
  readonly failoverWhileReplicatingAfterMs: number | undefined;
  /** The minimum capacity after a promotion. `undefined` leaves it as it is. */
  readonly capacity: {
    readonly minTasks: number | undefined;
    readonly minAcu: number | undefined;
  };
}

/** The hold switch: while it is on, no mutating call is made. */
export interface Hold {
  readonly held: boolean;
  readonly reason: string;
}
