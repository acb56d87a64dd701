import type { FailoverConfiguration } from '@healthcare-dr/topology';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * The policy as the controller reads it from its parameter: the configuration, with every duration in milliseconds. Whoever deploys it,
 * and whoever tries what is deployed, takes it from here.
 */
export function policyOf(configuration: FailoverConfiguration) {
  const { capacity } = configuration;
  return {
    mode: configuration.mode,
    lagBoundMs: configuration.lagBoundSeconds * SECOND_MS,
    lagMaxAgeMs: configuration.lagMaxAgeSeconds * SECOND_MS,
    confirmationMs: configuration.confirmationSeconds * SECOND_MS,
    cooldownMs: configuration.cooldownMinutes * MINUTE_MS,
    plannedLagMs: configuration.plannedLagSeconds * SECOND_MS,
    operationDeadlineMs: configuration.operationDeadlineMinutes * MINUTE_MS,
    reissueAfterMs: configuration.reissueAfterSeconds * SECOND_MS,
    approvalMs: configuration.approvalMinutes * MINUTE_MS,
    failoverWhileReplicatingAfterMs:
      configuration.failoverWhileReplicatingAfterMinutes === undefined
        ? undefined
        : configuration.failoverWhileReplicatingAfterMinutes * MINUTE_MS,
    capacity: { minTasks: capacity.minTasks, minAcu: capacity.minAcu },
  };
}
