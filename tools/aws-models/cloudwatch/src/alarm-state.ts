/** What an alarm says. */
export const ALARM_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

/** What an alarm says. */
export type AlarmState = (typeof ALARM_STATES)[number];

/** A state, and what led to it in one line. */
export interface Evaluation {
  readonly state: AlarmState;
  readonly reason: string;
}
