import { existsSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '@healthcare-dr/processes';
import { memoryFolder, temporaryFilesIn } from './memory-folder';

const GIB = 1024 ** 3;
const TMPFS = 0x01021994;
const EXT4 = 0xef53;

const shm = (type: number, freeGib: number) => () =>
  Promise.resolve({ type, bavail: (freeGib * GIB) / 4096, bsize: 4096 });
const mounted = (how: string) => () => `/dev/vda / ext4 rw 0 0\ntmpfs /dev/shm tmpfs ${how} 0 0\n`;

describe('the folder for what specs write', () => {
  it('is in memory where programs can be started from it', async () => {
    const options = { statfs: shm(TMPFS, 4), mounts: mounted('rw,nosuid,nodev') };
    await expect(memoryFolder(options)).resolves.toBe('/dev/shm');
  });

  it.each([
    ['there is little memory', shm(TMPFS, 0.0625), mounted('rw')],
    ['no program can be started from it', shm(TMPFS, 4), mounted('rw,noexec')],
    ['it is on a disk', shm(EXT4, 4), mounted('rw')],
    ['there is none', () => Promise.reject(new Error('ENOENT')), mounted('rw')],
  ])('is the system’s where %s', async (_, statfs, mounts) => {
    await expect(memoryFolder({ statfs, mounts })).resolves.toBe(tmpdir());
  });

  it('lets other accounts reach what they are given in it, as a folder for temporary files does', async () => {
    const folder = await temporaryFolder('memory-folder-spec-');
    try {
      const path = await temporaryFilesIn(folder.path);
      expect(statSync(folder.path).mode & 0o777).toBe(0o711);
      expect(statSync(path).mode & 0o7777).toBe(0o1777);
    } finally {
      await folder.remove();
    }
  });

  it('has what tsx has compiled before', async () => {
    const folder = await temporaryFolder('memory-folder-spec-');
    try {
      const path = await temporaryFilesIn(folder.path);
      const name = `tsx-${userInfo().uid}`;
      expect(realpathSync(join(path, name))).toBe(realpathSync(join(tmpdir(), name)));
      writeFileSync(join(path, 'file'), '');
      await folder.remove();
      expect(existsSync(path)).toBe(false);
      expect(existsSync(join(tmpdir(), name))).toBe(true);
    } finally {
      await folder.remove();
    }
  });
});
