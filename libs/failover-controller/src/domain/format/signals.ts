import type { Signals } from '../signals';

/** `serving down, control plane unknown, replication up`. */
export const formatSignals = ({ serving, controlPlane, replication }: Signals): string =>
  `serving ${serving}, control plane ${controlPlane}, replication ${replication}`;

/** `only 1 of 3 signals are down (…)`. */
export const formatBelowQuorum = (signals: Signals): string =>
  `only ${signals.down} of 3 signals are down (${formatSignals(signals)})`;
