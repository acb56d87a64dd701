import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { GLOBAL_SERVICES_REGION } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { pathAndName } from './iam-arn';

/** What an organization usually bounds the roles of its workloads by: they administer neither people nor the organization. */
const DOCUMENT = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Workloads', Effect: 'Allow', Action: '*', Resource: '*' },
    {
      Sid: 'NeitherPeopleNorTheOrganization',
      Effect: 'Deny',
      Action: ['account:*', 'iam:CreateAccessKey', 'iam:CreateUser', 'organizations:*'],
      Resource: '*',
    },
  ],
};

/**
 * Makes the policy that an environment names as the boundary of its roles: in AWS it stands before the stacks.
 *
 * @returns its ARN; `undefined` if the environment names none
 */
export async function createPermissionsBoundary(
  { permissionsBoundary }: Environment,
  variables: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (permissionsBoundary === undefined) return undefined;
  const { path: Path, name: PolicyName } = pathAndName(permissionsBoundary);
  const iam = new IAMClient(clientConfiguration(variables, GLOBAL_SERVICES_REGION));
  try {
    await iam.send(
      new CreatePolicyCommand({
        PolicyName,
        Path,
        PolicyDocument: JSON.stringify(DOCUMENT),
      }),
    );
    return permissionsBoundary;
  } finally {
    iam.destroy();
  }
}
