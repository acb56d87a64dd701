import type { Evidence } from '../domain/evidence';

/** What is seen of a peer that is well. */
export const WELL: Evidence = {
  probe: 'up',
  checkers: 'healthy',
  controlPlane: 'answers',
  replication: 'fresh',
  egress: 'open',
  database: 'available',
};
