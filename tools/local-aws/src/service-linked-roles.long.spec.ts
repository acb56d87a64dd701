import { ask } from './__fixtures__/ask';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(60_000);

describeWithMoto('a service-linked role', () => {
  let aws: LocalAws;
  const iam = (Action: string, parameters: Readonly<Record<string, string>>) =>
    ask(aws.endpoint, {
      service: 'iam',
      region: 'us-east-1',
      form: { Action, Version: '2010-05-08', ...parameters },
    });
  const create = (AWSServiceName: string, more: Readonly<Record<string, string>> = {}) =>
    iam('CreateServiceLinkedRole', { AWSServiceName, ...more });

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: '210987654321' });
  });
  afterAll(() => aws.stop());

  it.each([
    ['backup.amazonaws.com', 'AWSServiceRoleForBackup'],
    ['ecs.amazonaws.com', 'AWSServiceRoleForECS'],
    ['ecs.application-autoscaling.amazonaws.com', 'AWSServiceRoleForApplicationAutoScaling_ECSService'],
    ['elasticloadbalancing.amazonaws.com', 'AWSServiceRoleForElasticLoadBalancing'],
    ['rds.amazonaws.com', 'AWSServiceRoleForRDS'],
    ['restore-testing.backup.amazonaws.com', 'AWSServiceRoleForBackupRestoreTesting'],
  ])('of %s is %s, below the path of the service, and there is one in an account', async (service, name) => {
    const made = await create(service);
    expect(made).toMatchObject({ status: 200 });
    expect(made.text).toContain(
      `<Arn>arn:aws:iam::210987654321:role/aws-service-role/${service}/${name}</Arn>`,
    );
    await expect(iam('GetRole', { RoleName: name })).resolves.toMatchObject({ status: 200 });

    await expect(create(service)).resolves.toMatchObject({
      status: 400,
      code: 'InvalidInput',
      text: expect.stringContaining(
        `Service role name ${name} has been taken in this account, please try a different suffix.`,
      ),
    });
  });

  it('takes a custom suffix where its service knows several', async () => {
    const suffixed = await create('autoscaling.amazonaws.com', { CustomSuffix: 'batch' });
    expect(suffixed.text).toContain('/AWSServiceRoleForAutoScaling_batch</Arn>');
    await expect(create('events.amazonaws.com', { CustomSuffix: 'batch' })).resolves.toMatchObject({
      status: 400,
      code: 'InvalidInput',
    });
  });

  it.each([
    ['DeleteRole', {}],
    ['PutRolePolicy', { PolicyName: 'p', PolicyDocument: '{}' }],
    ['AttachRolePolicy', { PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
    ['UpdateAssumeRolePolicy', { PolicyDocument: '{}' }],
  ])('is no other one’s: %s is refused', async (action, parameters) => {
    await create('fis.amazonaws.com');

    await expect(iam(action, { RoleName: 'AWSServiceRoleForFIS', ...parameters })).resolves.toMatchObject({
      status: 400,
      code: 'UnmodifiableEntity',
      text: expect.stringContaining('this role is only modifiable by AWS'),
    });
  });

  it('goes by an operation of its own, and can be made again', async () => {
    await create('redshift.amazonaws.com');

    const { text } = await iam('DeleteServiceLinkedRole', { RoleName: 'AWSServiceRoleForRedshift' });

    expect(text).toContain('task/aws-service-role/redshift.amazonaws.com/AWSServiceRoleForRedshift/');
    await expect(create('redshift.amazonaws.com')).resolves.toMatchObject({ status: 200 });
  });
});
