import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terraform } from '../binary';

/** One call of the fake Terraform. */
export interface Call {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** A workspace with synthesized stacks and a Terraform that notes what it is asked to do. */
export class FakeWorkspace {
  readonly root = mkdtempSync(join(tmpdir(), 'workspace-'));
  readonly terraform: Terraform = {
    binary: join(__dirname, 'fake-terraform.cjs'),
    flavor: 'terraform',
    version: '1.11.4',
    pluginDirectory: '/a/mirror',
  };
  readonly #log = join(this.root, 'calls');

  constructor() {
    writeFileSync(join(this.root, '.terraform.lock.hcl'), '# locked\n');
    process.env['FAKE_LOG'] = this.#log;
  }

  /** Writes a stack as if it had been synthesized for an environment. */
  synthesize(stack: string, environment: string, content: Record<string, unknown> = {}): void {
    const folder = join(this.root, 'cdktf.out', 'stacks', stack);
    mkdirSync(folder, { recursive: true });
    const provider = { aws: [{ default_tags: [{ tags: { Environment: environment } }] }] };
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ provider, ...content }));
  }

  /** What Terraform was asked to do, in order. */
  calls(): Call[] {
    return readFileSync(this.#log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Call);
  }

  /** Forgets the workspace, and what the fake was told through the environment. */
  remove(): void {
    rmSync(this.root, { recursive: true });
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('FAKE_')) Reflect.deleteProperty(process.env, name);
    }
  }
}
