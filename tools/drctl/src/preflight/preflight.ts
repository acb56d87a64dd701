import { list, type Terminal } from '@healthcare-dr/cli-kit';
import { ROLES, type Role } from '@healthcare-dr/topology';
import type { Account, AccountClients } from './clients';
import type { PreflightFinding, PreflightState } from './finding';
import { checkImage } from './image-check';
import { checkCertificate, checkHostedZone, checkHostedZoneRole } from './name-checks';
import {
  checkElasticIpQuota,
  checkLambdaConcurrency,
  checkLogResourcePolicies,
  checkTrails,
  checkVpcQuota,
} from './quota-checks';
import { checkGlobalDatabase, checkRegionEnabled, checkZones } from './region-checks';
import { checkBackupOptIn, checkServiceLinkedRoles, checkSubscriptions } from './service-checks';

/** What `preflight` is given. */
export interface PreflightOptions {
  readonly account: Account;
  readonly terminal: Terminal;
  readonly json: boolean;
  /** The sides to look at; each stands by itself. */
  readonly roles?: readonly Role[];
}

const SHOWN: Readonly<Record<PreflightState, 'ok' | 'attention' | 'unknown'>> = {
  passed: 'ok',
  failed: 'attention',
  unknown: 'unknown',
};

/** Everything that a first deployment needs of the account, asked at once; in the order in which it is to be fixed. */
export async function assessAccount(
  account: Account,
  roles: readonly Role[] = ROLES,
): Promise<readonly PreflightFinding[]> {
  const { environment, sides, watch } = account;
  const ofSide = (clients: AccountClients) => [
    checkZones(environment, clients),
    checkGlobalDatabase(environment, clients),
    checkLambdaConcurrency(environment, clients),
    checkBackupOptIn(clients),
    checkVpcQuota(environment, clients),
    checkElasticIpQuota(environment, clients),
    checkTrails(environment, clients),
    checkCertificate(environment, clients),
    checkImage(environment, clients),
    checkSubscriptions(environment, clients),
  ];
  // The primary stacks make what stands outside the pair.
  const outside = roles.includes('primary') ? [watch] : [];
  return Promise.all([
    // Nothing else can be done in a Region that is closed.
    ...[...roles.map((role) => sides[role]), ...outside].map(({ region }) =>
      checkRegionEnabled(account, region),
    ),
    checkServiceLinkedRoles(account),
    ...(environment.dns.hostedZoneRoleArn === undefined ? [] : [checkHostedZoneRole(account)]),
    checkHostedZone(account),
    ...roles.flatMap((role) => ofSide(sides[role])),
    ...checkLogResourcePolicies(account, roles),
    ...outside.map((clients) => checkSubscriptions(environment, clients)),
  ]);
}

/**
 * Shows what the account lacks for a first deployment, with the fix of each. It changes nothing, and can be run before and after
 * the bootstrap.
 *
 * @returns the exit code: 0 if nothing is missing, 1 if something is or could not be found out
 */
export async function preflight({ account, terminal, json, roles }: PreflightOptions): Promise<number> {
  const findings = await assessAccount(account, roles);
  const open = findings.filter(({ state }) => state !== 'passed');
  if (json) {
    const report = { environment: account.environment.suffix, ready: open.length === 0, findings };
    terminal.print(JSON.stringify(report, undefined, 2));
    return open.length === 0 ? 0 : 1;
  }
  terminal.print(
    list(
      terminal,
      ['Check', 'Where', 'Found'],
      findings.map(({ id, scope, state, found }) => ({ state: SHOWN[state], cells: [id, scope, found] })),
    ),
  );
  for (const { id, scope, needed, fix, commands } of open) {
    terminal.print(`${id} (${scope}) needs: ${needed}.`);
    terminal.print(`  Fix: ${fix ?? ''}`);
    for (const command of commands) terminal.print(`    ${command}`);
  }
  terminal.print(
    open.length === 0
      ? `Ready: the account has what a deployment of ${account.environment.suffix} needs.`
      : `NOT READY: ${open.length} of ${findings.length} checks do not pass.`,
  );
  return open.length === 0 ? 0 : 1;
}
