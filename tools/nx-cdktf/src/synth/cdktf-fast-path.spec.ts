import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { cdktfFastPath } from './cdktf-fast-path.cjs';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

/** Two stacks, the second with a body of its own. */
const program = (body: string) => `
  const { App, LocalBackend, TerraformStack } = require('cdktf');
  const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');
  const { Vpc } = require('@cdktf/provider-aws/lib/vpc');
  const { Subnet } = require('@cdktf/provider-aws/lib/subnet');
  exports.synthesize = (outdir) => {
    const app = new App({ outdir, context: {} });
    const [first, second] = ['first', 'second'].map((name) => new TerraformStack(app, name));
    for (const stack of [first, second]) new AwsProvider(stack, 'aws', { region: 'eu-west-2' });
    const vpc = new Vpc(first, 'vpc', { cidrBlock: '10.0.0.0/16' });
    ${body}
    app.synth();
  };`;

describe('the fast path of cdktf', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fast-path-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  async function synthesize(body: string): Promise<void> {
    const outfile = join(folder, 'program.cjs');
    writeFileSync(join(folder, 'entry.cjs'), program(body));
    await build({
      entryPoints: [join(folder, 'entry.cjs')],
      absWorkingDir: workspaceRoot,
      nodePaths: [join(workspaceRoot, 'node_modules')],
      bundle: true,
      platform: 'node',
      outfile,
      plugins: [cdktfFastPath],
      logLevel: 'silent',
    });
    const loaded = createRequire(__filename)(outfile) as { synthesize(outdir: string): void };
    loaded.synthesize(join(folder, 'out'));
  }

  it('refuses a reference between stacks, for which stock cdktf would make a remote state', async () => {
    const attempt = synthesize("new Subnet(second, 'subnet', { vpcId: vpc.id, cidrBlock: '10.0.0.0/24' });");

    await expect(attempt).rejects.toThrow('second refers to first: stacks speak through contracts.');
  });

  it('resolves references within a stack, and tokens in overrides of a stack', async () => {
    await synthesize(`
      new Subnet(first, 'subnet', { vpcId: vpc.id, cidrBlock: '10.0.0.0/24' });
      first.addOverride('locals.vpc', vpc.arn);`);

    const stack = JSON.parse(readFileSync(join(folder, 'out/stacks/first/cdk.tf.json'), 'utf8')) as object;
    expect(stack).toMatchObject({
      resource: { aws_subnet: { subnet: { vpc_id: '${aws_vpc.vpc.id}' } } },
      locals: { vpc: '${aws_vpc.vpc.arn}' },
    });
  });
});
