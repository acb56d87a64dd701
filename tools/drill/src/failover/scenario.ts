/** What the situations are called, in assertions and in the report. */
export const TITLES = {
  before: 'Before',
  steady: 'Steady state',
  held: 'The primary is lost while the controller is paused',
  lagging: 'The primary is lost while the standby lags beyond the bound',
  serviceDown: 'Only the service of the primary is lost',
  blip: 'The NAT gateway of dr is lost for a minute',
  isolated: 'The NAT gateway of dr is lost for a quarter of an hour',
  isolatedForHours: 'The NAT gateway of dr is lost for three hours',
  cut: 'The Regions are cut from each other',
  failover: 'The primary is lost',
  rejoin: 'The primary is back',
  failback: 'Failback',
  switchover: 'Planned switchover',
  writerLost: 'dr is lost as the writer, and comes back',
  shortLoss: 'The primary is lost for a minute',
} as const;

/** What a situation is known by. */
export type ScenarioId = keyof typeof TITLES;
