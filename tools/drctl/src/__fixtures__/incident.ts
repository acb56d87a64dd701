import {
  BLANK_INCIDENT,
  type Incident,
  type IncidentKind,
  type Phase,
} from '@healthcare-dr/failover-controller';
import { arnOf, NOW } from './aws';

/** An incident of a kind at a phase, opened a minute ago. */
export const openIncident = (kind: IncidentKind, phase: Phase, patch: Partial<Incident> = {}): Incident => ({
  ...BLANK_INCIDENT,
  id: `${kind}-20260102T030330Z-8`,
  kind,
  phase,
  openedAt: NOW - 60_000,
  sourceClusterArn: arnOf('primary'),
  targetClusterArn: arnOf('dr'),
  ...patch,
});
