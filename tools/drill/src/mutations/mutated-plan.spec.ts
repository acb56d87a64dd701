import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SynthesizedFile } from '@healthcare-dr/nx-cdktf';
import { withoutIgnored } from './mutated-plan';

const root = mkdtempSync(join(tmpdir(), 'healthcare-dr-mutated-'));
afterAll(() => rmSync(root, { recursive: true }));

const folder = join(root, 'primary-aurora');
const stack = { name: 'primary-aurora', file: join(folder, 'cdk.tf.json') } as SynthesizedFile;
const cluster = (ignore_changes: readonly string[]) =>
  JSON.stringify({ resource: { aws_rds_cluster: { main: { lifecycle: { ignore_changes } } } } });

beforeAll(() => {
  mkdirSync(join(folder, '.terraform'), { recursive: true });
  writeFileSync(stack.file, cluster(['engine_version', 'replication_source_identifier']));
  writeFileSync(join(folder, 'function.zip'), 'zip');
});

describe('withoutIgnored', () => {
  it('takes one attribute away in a copy, and leaves the stack as it was', () => {
    const copy = withoutIgnored(stack, 'aws_rds_cluster', 'replication_source_identifier');

    expect(readFileSync(copy.file, 'utf8')).toBe(cluster(['engine_version']));
    expect(readFileSync(stack.file, 'utf8')).toBe(
      cluster(['engine_version', 'replication_source_identifier']),
    );
    expect(copy.name).toBe('primary-aurora');
    expect(existsSync(join(copy.file, '..', 'function.zip'))).toBe(true);
    expect(existsSync(join(copy.file, '..', '.terraform'))).toBe(false);
  });

  it('refuses to take away what is not ignored', () => {
    expect(() => withoutIgnored(stack, 'aws_rds_cluster', 'port')).toThrow(
      'No aws_rds_cluster of primary-aurora ignores changes of port.',
    );
  });
});
