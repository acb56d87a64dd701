import { unused, type RoleUsage } from '@healthcare-dr/aws-models/iam';
import type { Assertion } from '../assertion-recorder';
import { lambdaReason } from './lambda-only';

/** What a role was granted and did not use, and what it asked for in vain. */
export interface RolePermissions {
  readonly roleArn: string;
  /** How many of its grants at least one call was allowed by. */
  readonly used: number;
  /** Each as `<statement>: <action>`, with what Lambda needs it for where it is Lambda's alone. A drill makes not every call that a role is for. */
  readonly grantedAndUnused: readonly string[];
  /** Each as `<action> on <resource>`. */
  readonly usedAndNotGranted: readonly string[];
}

/** What became of the permissions of every role of which a session made a call. */
export function permissionsOf(usages: readonly RoleUsage[]): RolePermissions[] {
  return usages.map(({ roleArn, granted, used, denied }) => {
    const idle = unused({ granted, used });
    return {
      roleArn,
      used: granted.length - idle.length,
      grantedAndUnused: idle.map(({ sid, statement, action }) => {
        const reason = lambdaReason(sid, action);
        return `${sid ?? statement}: ${action}${reason === undefined ? '' : ` (${reason})`}`;
      }),
      usedAndNotGranted: denied.map(({ action, resource }) => `${action} on ${resource}`),
    };
  });
}

/** That the controller's calls were looked at, and that no role was denied anything. */
export function permissionAssertions(usages: readonly RoleUsage[], controllerRoleArn: string): Assertion[] {
  const controller = usages.find(({ roleArn }) => roleArn === controllerRoleArn);
  const denied = usages.flatMap((usage) => usage.denied.map(({ message }) => message));
  return [
    {
      id: 'controller-calls-evaluated',
      title: 'Every call of the controller is evaluated against its role',
      ok: controller !== undefined && controller.used.length > 0,
      detail:
        controller === undefined
          ? `no session of ${controllerRoleArn} made a call`
          : `${controller.used.length} actions were allowed`,
    },
    {
      id: 'no-call-denied',
      title: 'No role is denied what it asks for',
      ok: denied.length === 0,
      detail: denied.length === 0 ? usages.map(({ roleArn }) => roleArn).join('\n') : denied.join('\n'),
    },
  ];
}
