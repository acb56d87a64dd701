import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  NoSuchEntityException,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';

/** A role of workflows. */
export interface RoleProps {
  readonly name: string;
  readonly path: string;
  readonly description: string;
  /** Who may take it: a document. */
  readonly trust: string;
  readonly boundaryArn: string;
  /** What it may do: these, and nothing else. */
  readonly policyArns: readonly string[];
  readonly sessionSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Makes sure that a role is as it was described. Each call puts a whole setting, and policies that somebody added are taken off.
 *
 * @returns its ARN, and whether it was created now
 */
export async function ensureRole(
  iam: IAMClient,
  props: RoleProps,
): Promise<{ arn: string; created: boolean }> {
  const { name: RoleName, path, description, trust, boundaryArn, sessionSeconds, tags } = props;
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const existing = await arnOf(iam, RoleName);
  const created = existing === undefined;
  let arn = existing;
  if (created) {
    const { Role: role } = await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: path,
        Description: description,
        AssumeRolePolicyDocument: trust,
        PermissionsBoundary: boundaryArn,
        MaxSessionDuration: sessionSeconds,
        Tags,
      }),
    );
    arn = role?.Arn;
  } else {
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: boundaryArn }));
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
    await iam.send(
      new UpdateRoleCommand({ RoleName, Description: description, MaxSessionDuration: sessionSeconds }),
    );
    await iam.send(new TagRoleCommand({ RoleName, Tags }));
  }
  if (arn === undefined) throw new Error('IAM CreateRole answered without an ARN');
  await bringPolicies(iam, props);
  return { arn, created };
}

/**
 * Deletes a role.
 *
 * @returns the ARNs of the policies that it had; undefined if there is no such role
 */
export async function deleteRole(iam: IAMClient, RoleName: string): Promise<string[] | undefined> {
  if ((await arnOf(iam, RoleName)) === undefined) return undefined;
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
  const boundary = role?.PermissionsBoundary?.PermissionsBoundaryArn;
  const attached = await attachedTo(iam, RoleName);
  await bringPolicies(iam, { name: RoleName, policyArns: [] });
  if (boundary !== undefined) await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  return [...attached, ...(boundary === undefined ? [] : [boundary])];
}

async function bringPolicies(
  iam: IAMClient,
  { name: RoleName, policyArns }: Pick<RoleProps, 'name' | 'policyArns'>,
): Promise<void> {
  const attached = await attachedTo(iam, RoleName);
  for (const PolicyArn of policyArns.filter((arn) => !attached.includes(arn)))
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  for (const PolicyArn of attached.filter((arn) => !policyArns.includes(arn)))
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  const { PolicyNames: inline = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of inline) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
}

async function attachedTo(iam: IAMClient, RoleName: string): Promise<string[]> {
  const { AttachedPolicies: attached = [] } = await iam.send(
    new ListAttachedRolePoliciesCommand({ RoleName }),
  );
  return attached.flatMap(({ PolicyArn: arn }) => arn ?? []);
}

async function arnOf(iam: IAMClient, RoleName: string): Promise<string | undefined> {
  try {
    return (await iam.send(new GetRoleCommand({ RoleName }))).Role?.Arn;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}
