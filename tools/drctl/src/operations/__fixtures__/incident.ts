import type { Incident, IncidentKind, Phase } from '@healthcare-dr/failover-lambda/runtime';
import { arnOf, NOW } from './aws';

/** An incident of a kind at a phase, opened a minute ago. */
export const openIncident = (kind: IncidentKind, phase: Phase, patch: Partial<Incident> = {}): Incident => ({
  id: `${kind}-20260102T030330Z-8`,
  kind,
  phase,
  openedAt: NOW - 60_000,
  requestId: undefined,
  requestedBy: undefined,
  sourceClusterArn: arnOf('primary'),
  targetClusterArn: arnOf('dr'),
  quorumSince: undefined,
  quorumObservations: 0,
  lagAtOpening: undefined,
  consent: undefined,
  requestedAt: undefined,
  attempts: 0,
  startedAt: undefined,
  operationSeenAt: undefined,
  writerMovedAt: undefined,
  trafficMovedAt: undefined,
  chores: [],
  stuckReportedAt: undefined,
  closedAt: undefined,
  result: undefined,
  ...patch,
});
