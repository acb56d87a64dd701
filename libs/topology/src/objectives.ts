/** The recovery time objective, in minutes: service is back within an hour of the loss of the primary Region. */
export const RTO_MINUTES = 60;

/** The recovery time objective in milliseconds, in which the drill measures. */
export const RTO_MILLISECONDS = RTO_MINUTES * 60_000;

/** The recovery point objective, in seconds, the unit in which S3 publishes replication latency: 15 minutes of data may be lost. */
export const RPO_SECONDS = 15 * 60;

/** The recovery point objective in milliseconds, the unit in which RDS publishes replication lag. */
export const RPO_MILLISECONDS = RPO_SECONDS * 1000;
