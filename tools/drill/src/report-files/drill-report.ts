import { topologyOf, type Environment, type Region, type Role } from '@healthcare-dr/topology';
import type { RecoveredRecords } from '../client/facts';
import type { DrillOutcome } from '../drill';
import type { Recording } from '../failover/facts';
import type { Assertion } from '../assertion-recorder';
import type { RolePermissions } from '../permissions/permissions';
import { requirementOf, type RequirementId } from '../assertion-id';
import type { LeftOutStack } from '../selection';
import { objectivesOf, type Objectives } from './objectives';

/** Everything an auditor asks of a drill. Times are ISO 8601, durations milliseconds; what is virtual says so. */
export interface DrillReport {
  /** Whether it came to its end with every assertion held. */
  readonly held: boolean;
  readonly totals: { readonly passed: number; readonly failed: number };
  /** What ended it early; `undefined` if it came to its end. */
  readonly failure: string | undefined;
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly environment: {
    readonly suffix: string;
    readonly accountId: string;
    readonly regions: Readonly<Record<Role, Region>>;
  };
  /** Real time. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly objectives: Objectives;
  readonly assertions: readonly (Assertion & { readonly requirement: RequirementId })[];
  /** What was not drilled, and why, as the stacks declare. */
  readonly leftOut: readonly LeftOutStack[];
  /** What was seen of each situation, in virtual time. */
  readonly recordings: readonly Recording[];
  /** Records that were lost or deleted, and came back. */
  readonly recovered: RecoveredRecords;
  /** What each role that made a call was granted and did not use, and was denied. */
  readonly permissions: readonly RolePermissions[];
}

/** Puts together what there is to report. */
export function drillReport(outcome: DrillOutcome, environment: Environment, commit: string): DrillReport {
  const { assertions, leftOut, recordings, recovered, permissions } = outcome;
  const { versions, startedAt, durationMs, failure } = outcome;
  const failed = assertions.filter(({ ok }) => !ok).length;
  const { suffix, accountId } = environment;
  const regionOf = (role: Role) => topologyOf(environment, role).region;
  return {
    held: failure === undefined && failed === 0 && assertions.length > 0,
    totals: { passed: assertions.length - failed, failed: Math.max(failed, failure === undefined ? 0 : 1) },
    failure: failure?.message,
    commit,
    versions,
    environment: { suffix, accountId, regions: { primary: regionOf('primary'), dr: regionOf('dr') } },
    startedAt: new Date(startedAt).toISOString(),
    durationMs,
    objectives: objectivesOf(recordings, environment),
    assertions: assertions.map((assertion) => ({ ...assertion, requirement: requirementOf(assertion.id) })),
    leftOut,
    recordings,
    recovered,
    permissions,
  };
}
