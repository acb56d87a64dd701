import { spawnSync } from 'node:child_process';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';

/** A `describe` whose tests need moto and Terraform; where one of them cannot be had they are skipped, and the reason is printed. */
export function describeWithTerraform(name: string, tests: () => void): void {
  const binary = process.env['TERRAFORM_BINARY_NAME'] ?? 'terraform';
  if (spawnSync(binary, ['version'], { stdio: 'ignore' }).status === 0) return describeWithMoto(name, tests);
  process.stderr.write(`\nSKIPPED: ${name}. There is no ${binary} on this machine.\n\n`);
  describe.skip(name, tests);
}
