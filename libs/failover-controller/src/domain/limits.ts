/**
 * What does not depend on an environment. All durations are milliseconds.
 *
 * A port's call ends within {@link CALL_BOUND_MS}, its retries included: the adapters hold to it, and the guards before a
 * mutating call leave that much room before the lease and the invocation end.
 */
export const CALL_BOUND_MS = 8_000;

/** A lease outlives the invocation by this much, so that a call begun at its very end has come to rest when another one takes over. */
export const LEASE_MARGIN_MS = 15_000;

/** Whoever finds another invocation at work, and is not asked again, asks for the lease again after this long. */
export const LEASE_PAUSE_MS = 2_000;

/** A further round is begun only if this much of the invocation is left. */
export const ROUND_BOUND_MS = 20_000;

/** How many rounds one invocation runs at most: confirm, promote, see it moved, engage, tasks, capacity, close, and look around. */
export const MAX_ROUNDS = 8;

/** Observations of a writer that somebody else moved which must agree before traffic follows. */
export const DRIFT_OBSERVATIONS = 3;

/** For how long they must. */
export const DRIFT_CONFIRMATION_MS = 60_000;

/**
 * For how long after a failback was asked for nothing is said of traffic, in milliseconds: the move takes a minute, the alarm keeps its
 * state meanwhile, and a value that held clients in dr would hold them there to the end of its minute.
 */
export const HOLD_PAUSE_MS = 110_000;

/** How long both Regions must agree that the primary writes before its controller lets clients go to dr again. */
export const HOME_HOLD_MS = 900_000;

/** Two looks closer together than this are one observation of a drift, and one sighting of an operation. */
export const OBSERVATION_GAP_MS = 20_000;

/** A view of the global cluster is at most this old; until then what it shows may be of the time before. */
export const STALE_VIEW_MS = 60_000;

/** How often an operation is asked for, as long as nothing is seen of it. */
export const MAX_FAILOVER_ATTEMPTS = 5;
export const MAX_PLANNED_ATTEMPTS = 3;

/**
 * From when on replication counts as stopped: nothing that the peer committed within this time has arrived. A datapoint of CloudWatch
 * may be five minutes late, and stands for the minute that begins with it.
 */
export const REPLICATION_STOPPED_MS = 360_000;

/** A round is one scheduled look at least this long after the last. */
export const ROUND_GAP_MS = 45_000;

/** What a lost Region is confirmed by: so many rounds that agree, */
export const CONFIRMATION_ROUNDS = 3;
/** of which none is further from the one before than this. */
export const CONFIRMATION_GAP_MS = 240_000;

/** Adverse signals that have been away for this long are over: what comes later is another matter. */
export const CALM_MS = 240_000;

/** What needs a person is paged again after this long, until somebody answers or it is over. */
export const PAGE_AGAIN_MS = 900_000;

/** How old what is known of the capacity may become before it is asked for again. */
export const CAPACITY_RECORD_MS = 600_000;

/** For how long the snapshot of the old primary is looked for. */
export const SNAPSHOT_SEARCH_MS = 7 * 86_400_000;

/** How many commands the journal remembers, and how many notifications it keeps for a topic that cannot be reached. */
export const HANDLED_REQUESTS = 20;
export const OUTBOX_LIMIT = 60;
