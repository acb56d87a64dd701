import type { Severity } from '@healthcare-dr/notifications/contract';

/** Something in the trail that somebody is told of. */
export interface WatchedEvent {
  /** The name of filter, metric and alarm. */
  readonly what: string;
  readonly severity: Severity;
  readonly text: string;
  /** In the language of metric filters over JSON. */
  readonly pattern: string;
  /**
   * How many in five minutes are nothing to tell of.
   * @default 0
   */
  readonly tolerated?: number;
}
