import { commitOf } from './commit';
import { temporaryFolder } from './temporary-folder';

it('claims no commit where there is none', async () => {
  const folder = await temporaryFolder('healthcare-dr-commit-');
  try {
    await expect(commitOf(folder.path)).resolves.toBe('unknown');
  } finally {
    await folder.remove();
  }
});
