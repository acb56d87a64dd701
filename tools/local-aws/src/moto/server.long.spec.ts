import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { processIsAlive } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { describeWithMoto } from '../__fixtures__/describe-with-moto';
import { signed } from '../gateway/__fixtures__/upstream';
import { startMoto, type MotoServer } from './server';

const FIXTURES = join(__dirname, '..', '__fixtures__');

const accountId = '123456789012';

async function query(
  { host, port }: MotoServer,
  service: string,
  form: Record<string, string>,
): Promise<string> {
  const answer = await fetch(`http://${host}:${port}/`, {
    method: 'POST',
    headers: signed('eu-west-2', service),
    body: new URLSearchParams(form),
  });
  return answer.text();
}

function whoAmI(moto: MotoServer): Promise<string> {
  return query(moto, 'sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' });
}

describeWithMoto('startMoto', () => {
  it('serves the account it is told, until it is stopped', async () => {
    const moto = await startMoto({ accountId: '210987654321' });

    const identity = await whoAmI(moto);
    await moto.stop();
    await moto.stop();

    expect(identity).toContain('<Account>210987654321</Account>');
    expect(moto.version).toMatch(/^5\./);
    expect(processIsAlive(moto.pid)).toBe(false);
    await expect(moto.ended).resolves.toBeUndefined();
  });

  it("knows AWS's managed policies", async () => {
    const moto = await startMoto({ accountId });
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

    const policy = await query(moto, 'iam', { Action: 'GetPolicy', Version: '2010-05-08', PolicyArn });
    await moto.stop();

    expect(policy).toContain(`<Arn>${PolicyArn}</Arn>`);
  });

  it('keeps the description of a security group rule that names a group', async () => {
    const moto = await startMoto({ accountId });
    const ec2 = (Action: string, form: Record<string, string>) =>
      query(moto, 'ec2', { Action, Version: '2016-11-15', ...form });
    const created = await ec2('CreateSecurityGroup', { GroupName: 'database', GroupDescription: 'database' });
    const GroupId = /<groupId>(sg-\w+)</.exec(created)?.[1] ?? '';
    await ec2('AuthorizeSecurityGroupIngress', {
      GroupId,
      'IpPermissions.1.IpProtocol': 'tcp',
      'IpPermissions.1.FromPort': '5432',
      'IpPermissions.1.ToPort': '5432',
      'IpPermissions.1.Groups.1.GroupId': GroupId,
      'IpPermissions.1.Groups.1.Description': 'PostgreSQL from the service',
    });

    const rules = await ec2('DescribeSecurityGroupRules', {
      'Filter.1.Name': 'group-id',
      'Filter.1.Value.1': GroupId,
    });
    await moto.stop();

    expect(rules).toContain('<description>PostgreSQL from the service</description>');
  });

  it('loads the extensions of a folder by name, helpers with an underscore left out', async () => {
    const moto = await startMoto({ accountId, extensionsFolder: join(FIXTURES, 'extensions') });

    const identity = await whoAmI(moto);
    await moto.stop();

    expect(identity).toBe('first,second');
  });

  it('says why it did not start, with the last lines of its output', async () => {
    const starting = startMoto({ accountId, extensionsFolder: join(FIXTURES, 'broken-extensions') });

    const error: unknown = await starting.catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain('ended with exit code 1:');
    expect(String(error)).toContain('nameless.py has no function apply()');
  });

  it('gives up when it does not answer in time', async () => {
    await expect(startMoto({ accountId, startTimeoutMs: 1 })).rejects.toThrow(
      'did not answer within 0.001 s',
    );
  });

  it('tells when it ends by itself', async () => {
    const moto = await startMoto({ accountId });

    process.kill(moto.pid, 'SIGKILL');

    await expect(moto.ended).resolves.toMatchObject({
      message: expect.stringContaining('ended with exit code 137'),
    });
  });

  it('leaves no file behind, even if it is killed', async () => {
    const folder = mkdtempSync(join(os.tmpdir(), 'moto-spec-'));
    const spy = jest.spyOn(os, 'tmpdir').mockReturnValue(folder);
    try {
      const moto = await startMoto({ accountId });
      const begun = readdirSync(folder).flatMap((name) => readdirSync(join(folder, name)));
      expect(begun).not.toEqual([]);

      process.kill(moto.pid, 'SIGKILL');
      await moto.ended;

      expect(readdirSync(folder)).toEqual([]);
    } finally {
      spy.mockRestore();
      rmSync(folder, { recursive: true });
    }
  });

  it('is gone when it is interrupted while it starts', async () => {
    const controller = new AbortController();
    const starting = startMoto({ accountId, signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));

    await expect(starting).rejects.toThrow('enough');
  });
});
