import type { Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';

/** Who wrote a parameter last, an hour ago. */
export const HOLDER = 'arn:aws:iam::111111111111:user/jane';

/** When it is, in every spec. */
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 30);

export const dev = fixtureEnvironment('dev');

export const arnOf = (role: Role): string =>
  `arn:aws:rds:${dev[role].region}:${dev.accountId}:cluster:healthcare-aurora-dev`;

/** Where its clients ask. */
export const SERVICE = 'app.dev.healthcare.example';

/** So many whole minutes before {@link NOW}. */
export const minutesAgo = (minutes: number): number => Math.floor(NOW / 60_000 - minutes) * 60_000;

/** One value a minute, for the last ten. */
export const everyMinute = (value: number) =>
  Array.from({ length: 10 }, (_, minute) => ({ value, at: minutesAgo(minute + 1) }));

/** An error as the SDK throws it. */
export function named(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}

export const HOLD_PARAMETER = '/healthcare-dr/dev/failover-lambda/hold';
export const POLICY_PARAMETER = '/healthcare-dr/dev/failover-lambda/policy';

export const POLICY = {
  mode: 'automatic',
  lagBoundMs: 900_000,
  lagMaxAgeMs: 300_000,
  confirmationMs: 180_000,
  cooldownMs: 3_600_000,
  plannedLagMs: 10_000,
  operationDeadlineMs: 1_200_000,
  reissueAfterMs: 180_000,
  approvalMs: 3_600_000,
  capacity: {},
};
