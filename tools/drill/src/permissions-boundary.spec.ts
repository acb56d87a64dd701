import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { mockClient } from 'aws-sdk-client-mock';
import { createPermissionsBoundary } from './permissions-boundary';

const dev = fixtureEnvironment('dev');
const iam = mockClient(IAMClient);

beforeEach(() => {
  iam.reset();
});
afterAll(() => iam.restore());

it('makes the policy that the environment names as the boundary of its roles', async () => {
  const permissionsBoundary = `arn:aws:iam::${dev.accountId}:policy/org/workloads`;

  await expect(createPermissionsBoundary({ ...dev, permissionsBoundary }, {})).resolves.toBe(
    permissionsBoundary,
  );
  expect(iam.commandCalls(CreatePolicyCommand)[0]?.args[0].input).toMatchObject({
    Path: '/org/',
    PolicyName: 'workloads',
  });
});

it('makes none where none is named', async () => {
  await expect(createPermissionsBoundary(dev, {})).resolves.toBeUndefined();
  expect(iam.calls()).toHaveLength(0);
});
