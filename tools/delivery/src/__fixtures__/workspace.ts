import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@healthcare-dr/topology';
import { readSynthesizedStack, type SynthesizedStack } from '../stacks/synthesized-stack';

/** The account and the Regions of the stacks that specs of this room write for themselves. */
export const ACCOUNT = '111111111111';
export const REGIONS: Readonly<Record<Role, string>> = { primary: 'eu-west-2', dr: 'eu-west-1' };

/** A stack that a spec writes, in the shape in which the synthesizer does. */
export interface StackSketch {
  readonly dependsOn?: readonly string[];
  /** Names of parameters that it reads in its own Region, or `dr:<name>` in the other one. */
  readonly reads?: readonly string[];
  readonly resource?: object;
  readonly environment?: string;
}

/** Synthesized stacks in a temporary folder, and a lock file. */
export class StackWorkspace {
  readonly root = mkdtempSync(join(tmpdir(), 'delivery-spec-'));
  readonly lockFile = join(this.root, '.terraform.lock.hcl');

  constructor(lock = '# locked\n') {
    writeFileSync(this.lockFile, lock);
  }

  /** Writes a stack; again, to change it. */
  stack(name: string, sketch: StackSketch = {}): SynthesizedStack {
    const { dependsOn = [], reads = [], resource = {}, environment = 'dev' } = sketch;
    const role: Role = name.startsWith('dr-') ? 'dr' : 'primary';
    const folder = join(this.root, 'stacks', name);
    mkdirSync(folder, { recursive: true });
    const tags = { Environment: environment, Role: role, Tier: name.slice(role.length + 1) };
    const provider = (region: string) => ({
      region,
      default_tags: [{ tags }],
      max_retries: 3,
    });
    const data = Object.fromEntries(
      reads.map((read, index) => [
        `read-${index}`,
        read.startsWith('dr:') ? { name: read.slice(3), provider: 'aws.dr' } : { name: read },
      ]),
    );
    const file = join(folder, 'cdk.tf.json');
    writeFileSync(
      file,
      JSON.stringify({
        provider: { aws: [provider(REGIONS[role]), { ...provider(REGIONS.dr), alias: 'dr' }] },
        terraform: {
          backend: {
            s3: {
              bucket: `healthcare-tfstate-${ACCOUNT}-${REGIONS[role]}-${environment}`,
              key: `${name}.tfstate`,
              region: REGIONS[role],
              use_lockfile: true,
              allowed_account_ids: [ACCOUNT],
            },
          },
          required_providers: { aws: { source: 'aws', version: '5.100.0' } },
        },
        ...(reads.length === 0 ? {} : { data: { aws_ssm_parameter: data } }),
        ...(Object.keys(resource).length === 0 ? {} : { resource }),
      }),
    );
    return readSynthesizedStack({ name, role, file, dependsOn });
  }

  /** Puts the code of a function beside a stack. */
  code(stack: SynthesizedStack, text: string): void {
    writeFileSync(join(stack.folder, 'function.zip'), text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
