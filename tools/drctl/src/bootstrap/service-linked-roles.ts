import {
  CreateServiceLinkedRoleCommand,
  GetRoleCommand,
  IAMServiceException,
  type IAMClient,
} from '@aws-sdk/client-iam';

/** A role that a service of AWS takes by itself, once per account. */
export interface ServiceLinkedRole {
  /** The service's principal, by which the role is created. */
  readonly service: string;
  readonly roleName: string;
}

/**
 * The roles that a first deployment rests upon. Services make most of them at the first call from the console; through the API an
 * ECS cluster with capacity providers, for one, is refused instead.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles.html and the like of each service
 */
export const SERVICE_LINKED_ROLES: readonly ServiceLinkedRole[] = [
  { service: 'backup.amazonaws.com', roleName: 'AWSServiceRoleForBackup' },
  { service: 'ecs.amazonaws.com', roleName: 'AWSServiceRoleForECS' },
  {
    service: 'ecs.application-autoscaling.amazonaws.com',
    roleName: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
  },
  { service: 'elasticloadbalancing.amazonaws.com', roleName: 'AWSServiceRoleForElasticLoadBalancing' },
  { service: 'rds.amazonaws.com', roleName: 'AWSServiceRoleForRDS' },
  { service: 'restore-testing.backup.amazonaws.com', roleName: 'AWSServiceRoleForBackupRestoreTesting' },
];

/** Whether IAM says that there is no such role. */
const isNoSuchEntity = (error: unknown): boolean =>
  error instanceof IAMServiceException && error.name === 'NoSuchEntityException';

/** The names of the service-linked roles that the account does not have. */
export async function missingServiceLinkedRoles(
  iam: IAMClient,
  options?: { readonly abortSignal: AbortSignal },
): Promise<readonly string[]> {
  const missing = await Promise.all(
    SERVICE_LINKED_ROLES.map(async ({ roleName }) =>
      (await hasRole(iam, roleName, options)) ? [] : [roleName],
    ),
  );
  return missing.flat();
}

/**
 * Creates the service-linked roles that are missing. They belong to the account and outlive every environment.
 *
 * @returns the names of those that were created
 */
export async function ensureServiceLinkedRoles(iam: IAMClient): Promise<readonly string[]> {
  const created: string[] = [];
  for (const { service, roleName } of SERVICE_LINKED_ROLES) {
    try {
      await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: service }));
      created.push(roleName);
    } catch (error) {
      // "Service role name … has been taken in this account" has the code of any input that IAM does not like.
      if (!isInvalidInput(error) || !(await hasRole(iam, roleName))) throw error;
    }
  }
  return created;
}

async function hasRole(
  iam: IAMClient,
  RoleName: string,
  options?: { readonly abortSignal: AbortSignal },
): Promise<boolean> {
  try {
    await iam.send(new GetRoleCommand({ RoleName }), options);
    return true;
  } catch (error) {
    if (isNoSuchEntity(error)) return false;
    throw error;
  }
}

const isInvalidInput = (error: unknown): boolean =>
  error instanceof IAMServiceException && error.name === 'InvalidInputException';
