import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { findExecutable } from '@healthcare-dr/processes';

/** A `describe` whose tests run commands of the AWS CLI on a local AWS. Where there is none they are skipped, and the reason is printed. */
export function describeWithAwsCli(name: string, tests: () => void): void {
  if (findExecutable('aws') !== undefined) return describeWithMoto(name, tests);
  process.stderr.write(`\nSKIPPED: ${name}. There is no AWS CLI.\n\n`);
  describe.skip(name, tests);
}
