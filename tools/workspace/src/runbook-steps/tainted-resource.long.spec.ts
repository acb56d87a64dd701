import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describeWithTerraform, LocalDelivery } from '@healthcare-dr/delivery/fixtures';
import { blocksOf } from '@healthcare-dr/drill/runbooks';
import { findTerraform } from '@healthcare-dr/terraform';

const STACK = 'primary-aurora';
const ADDRESS = 'aws_kms_key.protected';

/** Terraform's commands of the page's step. */
const UNTAINT = blocksOf('upgrade-database.md')
  .filter(({ heading, step }) => heading === 'A tainted resource that is protected' && step === 2)
  .flatMap(({ text }) => text.split('\n'))
  .filter((line) => line.startsWith('terraform '));

jest.setTimeout(300_000);

describeWithTerraform('a tainted resource that is protected', () => {
  const delivery = new LocalDelivery();
  const folder = join(delivery.workspace.root, 'operator');
  let variables: NodeJS.ProcessEnv;

  beforeAll(async () => {
    await delivery.start();
    const { binary, pluginDirectory } = await findTerraform();
    variables = {
      ...delivery.variables,
      ...(pluginDirectory === undefined ? {} : { TF_CLI_ARGS_init: `-plugin-dir=${pluginDirectory}` }),
      PATH: [dirname(binary), process.env['PATH']].join(delimiter),
      ADDRESS,
    };
    mkdirSync(join(folder, 'cdktf.out'), { recursive: true });
    symlinkSync(join(delivery.workspace.root, 'stacks'), join(folder, 'cdktf.out', 'stacks'));
  });
  afterAll(() => delivery.stop());

  const stack = () =>
    delivery.workspace.stack(STACK, {
      resource: {
        aws_kms_key: {
          protected: {
            description: 'holds data',
            deletion_window_in_days: 7,
            lifecycle: { prevent_destroy: true },
          },
        },
      },
    });
  const deploy = async () => (await delivery.deploy([stack()], { refresh: true }))[STACK];
  const keyId = async () => (await delivery.attributes(STACK, 'aws_kms_key'))['key_id'];
  const run = (commands: readonly string[]) =>
    promisify(execFile)('bash', ['-euc', commands.join('\n')], { cwd: folder, env: variables });

  it('is not replaced by a deployment: Terraform refuses, and names it', async () => {
    expect(await deploy()).toBe('deployed');
    const made = await keyId();
    await run([
      `terraform -chdir=cdktf.out/stacks/${STACK} init`,
      `terraform -chdir=cdktf.out/stacks/${STACK} taint ${ADDRESS}`,
    ]);
    delivery.notes.length = 0;

    expect(await deploy()).toBe('failed');
    expect(delivery.notes.join('\n')).toMatch(/Instance cannot be destroyed[^]*aws_kms_key\.protected/);
    expect(await keyId()).toBe(made);
  });

  it('loses the mark by the commands of the page, and is left as it is by the next deployment', async () => {
    const made = await keyId();
    expect(UNTAINT).toHaveLength(2);

    await run(UNTAINT);

    expect(await deploy()).toBe('deployed');
    expect(await keyId()).toBe(made);
  });
});
