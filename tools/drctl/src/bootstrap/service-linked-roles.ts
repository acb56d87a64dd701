import { CreateServiceLinkedRoleCommand, IAMServiceException, type IAMClient } from '@aws-sdk/client-iam';

/** A role that a service of AWS takes by itself, once per account. */
export interface ServiceLinkedRole {
  /** The service's principal, by which the role is created. */
  readonly service: string;
  readonly roleName: string;
}

/**
 * The roles that a first deployment rests upon. Services make most of them at the first call from the console; through the API an
 * ECS cluster with capacity providers, for one, is refused instead.
 */
export const SERVICE_LINKED_ROLES: readonly ServiceLinkedRole[] = [
  { service: 'ecs.amazonaws.com', roleName: 'AWSServiceRoleForECS' },
  {
    service: 'ecs.application-autoscaling.amazonaws.com',
    roleName: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
  },
  { service: 'elasticloadbalancing.amazonaws.com', roleName: 'AWSServiceRoleForElasticLoadBalancing' },
  { service: 'rds.amazonaws.com', roleName: 'AWSServiceRoleForRDS' },
];

/** Whether IAM says that there is no such role. */
export const isNoSuchEntity = (error: unknown): boolean =>
  error instanceof IAMServiceException && error.name === 'NoSuchEntityException';

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
      if (!isTaken(error)) throw error;
    }
  }
  return created;
}

/** IAM says "Service role name … has been taken in this account, please try a different suffix"; the local AWS names the entity. */
const isTaken = (error: unknown): boolean =>
  error instanceof IAMServiceException &&
  ['InvalidInputException', 'EntityAlreadyExistsException'].includes(error.name);
