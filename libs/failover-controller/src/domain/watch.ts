import type { Evidence, SignalName } from './evidence';

/** What is reported of the evidence, beside incidents. An alert is a state that lasts, not a message. */
export type AlertCode =
  | 'service-down'
  | 'database-down'
  | 'clients-diverted'
  | 'unreachable'
  | 'isolated'
  | 'isolated-peer-unhealthy'
  | 'isolated-peer-lost'
  | 'lost-replicating'
  | 'undetermined'
  /** The Region is lost, and the controller cannot act: it is paused, or cannot read its policy or the hold switch. */
  | 'lost'
  | 'own-view-unknown'
  /** The own cluster writes, and the other Region's control metric would lead clients there: they are kept away from it. */
  | 'peer-holds-traffic'
  | `signal-unknown/${SignalName}`;

/** Something that speaks for itself only once it has lasted. All times are milliseconds since the epoch. */
export interface Alert {
  readonly code: AlertCode;
  /** When it was first seen; a signal that flaps does not begin it again. */
  readonly since: number;
  readonly seenAt: number;
  /** In how many rounds it was seen. */
  readonly rounds: number;
  /** When it was reported last; `undefined` before it has lasted long enough. */
  readonly reportedAt: number | undefined;
  /** Who answered a page of it; it is not paged again. */
  readonly answeredBy: string | undefined;
}

/** Rounds that agree on a lost Region. */
export interface Confirmation {
  readonly rounds: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** What the controller has seen of its peer over the last rounds. */
export interface Watch {
  /** The last round; looks that are closer to it are none. */
  readonly lookedAt: number | undefined;
  /** When the first adverse signal was seen, and the last one. */
  readonly adverseSince: number | undefined;
  readonly adverseAt: number | undefined;
  /** Rounds in which every vantage point agreed that the Region is lost. */
  readonly lost: Confirmation | undefined;
  /** Rounds in which it was lost but for what still is replicated. */
  readonly replicating: Confirmation | undefined;
  readonly alerts: readonly Alert[];
  /**
   * When somebody was last paged of what is watched, and last said that he looks after it; both only for as long as something adverse lasts.
   * By whatever name: a page does not begin anew because the same loss looks different.
   */
  readonly pagedAt: number | undefined;
  readonly answeredAt: number | undefined;
  /** Whether something is reported that keeps the controller from what it is there for: its heartbeat is withheld. */
  readonly degraded: boolean;
  /** The evidence of the last round, for whoever asks between two of them. */
  readonly evidence: Evidence | undefined;
  /** Whether a witness record has ever answered. */
  readonly witnessed: boolean;
}

/** Nothing has been seen yet. */
export const EMPTY_WATCH: Watch = {
  lookedAt: undefined,
  adverseSince: undefined,
  adverseAt: undefined,
  lost: undefined,
  replicating: undefined,
  alerts: [],
  pagedAt: undefined,
  answeredAt: undefined,
  degraded: false,
  evidence: undefined,
  witnessed: false,
};
