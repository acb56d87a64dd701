/** Whether something counts as healthy, and why. */
export interface HealthVerdict {
  readonly healthy: boolean;
  /** What was looked at, in one line. */
  readonly reason: string;
}

/** The word for a health. */
export const wordFor = (healthy: boolean): 'healthy' | 'unhealthy' => (healthy ? 'healthy' : 'unhealthy');
