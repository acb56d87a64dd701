import { EMPTY_WATCH, type Evidence, type Journal, type Watch } from '@healthcare-dr/failover-controller';
import { minutesAgo, NOW } from './given';

/** What a controller sees of a peer that is well. */
export const WELL: Evidence = {
  probe: 'up',
  checkers: 'healthy',
  controlPlane: 'answers',
  replication: 'fresh',
  egress: 'open',
  database: 'available',
};

/** What every vantage point sees of a Region that is lost. */
export const LOST: Evidence = {
  probe: 'down',
  checkers: 'unhealthy',
  controlPlane: 'silent',
  replication: 'stopped',
  egress: 'open',
  database: 'unknown',
};

/** The watch of a controller that looked half a minute ago. */
export const seenBy = (evidence: Evidence, patch: Partial<Watch> = {}): Watch => ({
  ...EMPTY_WATCH,
  lookedAt: NOW - 30_000,
  evidence,
  witnessed: true,
  ...patch,
});

/** What the controller of dr remembers of the primary's tasks, and of its own minima. */
export const CAPACITY: Journal['capacity'] = { at: minutesAgo(5), peerTasks: 4, minTasks: 2, minAcu: 1 };
