/**
 * What a round does: nothing, a write into the journal alone, or one call (`failover`, `switchover`, `traffic`: the control
 * metric, `tasks` and `acu`: minimum capacity, `snapshot`: the copy of the old primary's).
 */
export type ActionKind =
  'none' | 'record' | 'failover' | 'switchover' | 'traffic' | 'tasks' | 'acu' | 'snapshot';
