import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { findMotoPython, MOTO_VERSION } from './python';

let folder: TemporaryFolder;
let environment: NodeJS.ProcessEnv;
let bin: string;

beforeEach(async () => {
  folder = await temporaryFolder('local-aws-spec-');
  bin = join(folder.path, 'bin');
  await mkdir(bin);
  environment = { PATH: bin, XDG_CACHE_HOME: join(folder.path, 'cache'), LOCAL_AWS_PYTHON: undefined };
});

afterEach(() => folder.remove());

async function script(path: string, text: string): Promise<string> {
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
}

/** An interpreter that answers the probe; with `pip` it makes virtual environments whose pip ends with this exit code. */
async function python(
  path: string,
  moto: string | null,
  { version = [3, 12], pip }: { version?: [number, number]; pip?: number } = {},
): Promise<string> {
  const inside = `#!/bin/sh\necho "pip says: $*"\nexit ${pip}\n`;
  const venv =
    pip === undefined
      ? 'exit 1'
      : `mkdir -p "$3/bin"; printf '%s' '${inside}' > "$3/bin/python"; chmod +x "$3/bin/python"`;
  const probed = JSON.stringify({ executable: path, version, moto });
  return script(
    path,
    `#!/bin/sh\nPATH=/bin:/usr/bin\nif [ "$1" = -c ]; then echo '${probed}'; else ${venv}; fi\n`,
  );
}

describe('findMotoPython', () => {
  it('takes the interpreter of moto_server before python3', async () => {
    const own = await python(join(folder.path, 'python3.12'), MOTO_VERSION);
    await script(join(bin, 'moto_server'), `#!${own}\nimport moto\n`);
    await python(join(bin, 'python3'), MOTO_VERSION);

    await expect(findMotoPython({ environment })).resolves.toEqual({
      executable: own,
      motoVersion: MOTO_VERSION,
    });
  });

  it('passes over a moto_server that is a shim, and a python3 that does not work', async () => {
    await script(join(bin, 'moto_server'), '#!/usr/bin/env bash\nexec pyenv exec moto_server\n');
    await script(join(bin, 'python3'), '#!/bin/sh\nexit 127\n');
    const found = await python(join(bin, 'python'), MOTO_VERSION);

    await expect(findMotoPython({ environment })).resolves.toMatchObject({ executable: found });
  });

  it('takes the interpreter itself, where a shim stands before it', async () => {
    const itself = await python(join(folder.path, 'python3.12'), MOTO_VERSION);
    await script(join(bin, 'python3'), `#!/bin/sh\nexec ${itself} "$@"\n`);

    await expect(findMotoPython({ environment })).resolves.toMatchObject({ executable: itself });
  });

  it('prefers the version it is tested with, wherever that is', async () => {
    await python(join(bin, 'python3'), '5.0.9');
    const found = await python(join(bin, 'python'), MOTO_VERSION);

    await expect(findMotoPython({ environment })).resolves.toMatchObject({ executable: found });
  });

  it('takes another 5.x with a note', async () => {
    const found = await python(join(bin, 'python3'), '5.0.9');
    const notes: string[] = [];

    const result = await findMotoPython({ environment, log: (note) => notes.push(note) });

    expect(result).toEqual({ executable: found, motoVersion: '5.0.9' });
    expect(notes).toEqual([
      `Using moto 5.0.9 of ${found}; the version this project is tested with is ${MOTO_VERSION}.`,
    ]);
  });

  it('takes only the one that LOCAL_AWS_PYTHON names', async () => {
    await python(join(bin, 'python3'), MOTO_VERSION);
    const chosen = await python(join(folder.path, 'chosen'), MOTO_VERSION);
    const bare = await python(join(folder.path, 'bare'), null);

    await expect(
      findMotoPython({ environment: { ...environment, LOCAL_AWS_PYTHON: chosen } }),
    ).resolves.toMatchObject({ executable: chosen });
    await expect(findMotoPython({ environment: { ...environment, LOCAL_AWS_PYTHON: bare } })).rejects.toThrow(
      `LOCAL_AWS_PYTHON names '${bare}', which is no Python with moto 5 and its server.`,
    );
  });

  it('installs moto in the cache folder, says so, and finds it there the next time', async () => {
    await python(join(bin, 'python3'), '4.2.14', { pip: 0 });
    const notes: string[] = [];
    const cache = join(folder.path, 'cache', 'healthcare-dr');
    const target = join(cache, `moto-${MOTO_VERSION}`);

    const installed = await findMotoPython({ environment, log: (note) => notes.push(note) });
    await python(join(target, 'bin', 'python'), MOTO_VERSION);
    const found = await findMotoPython({ environment });

    expect(installed).toEqual({ executable: join(target, 'bin', 'python'), motoVersion: MOTO_VERSION });
    expect(found).toEqual(installed);
    expect(notes).toEqual([expect.stringContaining(`Installing moto ${MOTO_VERSION} in ${target}`)]);
    expect(readdirSync(cache)).toEqual([`moto-${MOTO_VERSION}`]);
  });

  it('says what pip said when that fails, and leaves nothing half done', async () => {
    await python(join(bin, 'python3'), null, { pip: 1 });
    const cache = join(folder.path, 'cache', 'healthcare-dr');

    const error: unknown = await findMotoPython({ environment }).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(`pip says: -m pip install --quiet moto[server]==${MOTO_VERSION}`);
    expect(String(error)).toContain('apt install python3-venv');
    expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
  });

  it.each([
    ['none at all', undefined],
    ['one that is too old', [3, 9] as [number, number]],
  ])('says what to install where there is %s', async (_, version) => {
    if (version !== undefined) await python(join(bin, 'python3'), null, { version, pip: 0 });

    await expect(findMotoPython({ environment })).rejects.toThrow(
      'There is no Python 3.10 or newer on this machine, which the local AWS (moto) needs.',
    );
  });

  it('stops when it is interrupted', async () => {
    await script(join(bin, 'python3'), '#!/bin/sh\nPATH=/bin:/usr/bin\nexec sleep 60\n');
    const signal = AbortSignal.timeout(100);

    await expect(findMotoPython({ environment, signal })).rejects.toThrow('timeout');
  });
});
