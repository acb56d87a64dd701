import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import type { Naming } from './naming';
import { TierStack } from './stack';

/** The condition of a statement, by operator and key, in IAM's vocabulary. */
export type PolicyCondition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of an identity policy, in IAM's vocabulary. */
export interface RoleStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: PolicyCondition;
}

/** Which service may assume a role. */
export interface Trust {
  readonly sid: string;
  /** Its principal, such as `ecs-tasks.amazonaws.com`. */
  readonly service: string;
  /**
   * For which account and resource, against a confused deputy.
   * @default - for any: only who may pass the role (`iam:PassRole`, within the account) can give it to the service
   */
  readonly condition?: PolicyCondition;
}

/** Props of {@link addRole}. */
export interface RoleProps {
  /**
   * Whose names role and policy carry.
   * @default - of the stack
   */
  readonly naming?: Naming;
  /** What the role is called, without prefix and suffix. */
  readonly what: string;
  readonly description: string;
  readonly trust: Trust;
}

/** Props of {@link addRolePolicy}. */
export interface RolePolicyProps {
  /**
   * Whose names role and policy carry.
   * @default - of the stack
   */
  readonly naming?: Naming;
  /** What the policy is called, without prefix and suffix. */
  readonly what: string;
  readonly description: string;
  readonly statements: readonly RoleStatement[];
}

/** Props of {@link addServiceRole}. */
export interface ServiceRoleProps extends RoleProps {
  /**
   * Which of the roles of its scope it is, such as `task`; the ids of its resources begin with it.
   * @default - the only one
   */
  readonly part?: string;
  /** What the role may do: its one policy, called like the role. */
  readonly policy: Pick<RolePolicyProps, 'description' | 'statements'>;
}

/**
 * A role that a service acts as, under the boundary of the environment if it has one. It may do nothing yet. Every role of every stack is
 * made here.
 */
export function addRole(scope: Construct, id: string, props: RoleProps): IamRole {
  const { environment, naming: own } = TierStack.of(scope);
  const { naming = own, what, description, trust } = props;
  const { permissionsBoundary } = environment;
  const name = naming.name('role', what);
  return new IamRole(scope, id, {
    name,
    description,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: trust.sid,
          Effect: 'Allow',
          Principal: { Service: trust.service },
          Action: 'sts:AssumeRole',
          Condition: trust.condition,
        },
      ],
    }),
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
    tags: { Name: name },
  });
}

/**
 * Lets a role do what a managed policy of our own says.
 *
 * @returns the policy, and the attachment: what must stand before the role can do it
 */
export function addRolePolicy(
  scope: Construct,
  ids: { readonly policy: string; readonly attachment: string },
  role: IamRole,
  props: RolePolicyProps,
): { readonly policy: IamPolicy; readonly attachment: IamRolePolicyAttachment } {
  const { naming = TierStack.of(scope).naming, what, description, statements } = props;
  const name = naming.name('policy', what);
  const policy = new IamPolicy(scope, ids.policy, {
    name,
    description,
    policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    tags: { Name: name },
  });
  const attachment = new IamRolePolicyAttachment(scope, ids.attachment, {
    role: role.name,
    policyArn: policy.arn,
  });
  return { policy, attachment };
}

/**
 * A role that a service acts as, with the one managed policy that says what it may do: `role`, `policy` and `role-policy` in the
 * scope, their ids after {@link ServiceRoleProps.part} if it is one of several.
 *
 * @returns the role, and the attachment: what must stand before the role can do its work
 */
export function addServiceRole(
  scope: Construct,
  props: ServiceRoleProps,
): { readonly role: IamRole; readonly attachment: IamRolePolicyAttachment } {
  const { naming, what, part, policy } = props;
  const idOf = (id: string): string => (part === undefined ? id : `${part}-${id}`);
  const role = addRole(scope, idOf('role'), props);
  const ids = { policy: idOf('policy'), attachment: idOf('role-policy') };
  const { attachment } = addRolePolicy(scope, ids, role, {
    ...(naming === undefined ? {} : { naming }),
    what,
    ...policy,
  });
  return { role, attachment };
}
