/** The newest datapoint of the replication lag of the secondary, whichever side is that. */
export interface LagReading {
  /** AuroraGlobalDBRPOLag or AuroraGlobalDBReplicationLag, in **milliseconds**. */
  readonly lagMs: number;
  /** When it was measured: milliseconds since the epoch. */
  readonly measuredAt: number;
}
