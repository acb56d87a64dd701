import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RUNBOOK_BLOCKS } from '@healthcare-dr/drill/runbooks';

const ROOT = resolve(__dirname, '..', '..', '..', '..');

it('a block that is executed elsewhere is executed by a file that is there', () => {
  const files = Object.values(RUNBOOK_BLOCKS).flatMap((each) => (each.kind === 'elsewhere' ? [each.by] : []));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});
