import type { Evidence } from '../evidence';

/** The evidence as the log and messages have it: `probe down, checkers unhealthy, …`. */
export const formatEvidence = ({ probe, checkers, controlPlane, replication, egress }: Evidence): string =>
  `probe ${probe}, checkers ${checkers}, control plane ${controlPlane}, replication ${replication}, egress ${egress}`;
