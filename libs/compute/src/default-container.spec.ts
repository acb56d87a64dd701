import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dev } from './__fixtures__/stacks';

const { command = [], healthPath, port, user } = dev.service.container;
const hasPython = spawnSync('python3', ['--version']).status === 0;

let folder: string;
let server: ChildProcess;
let origin: string;

/** What runs in the container, on a free port of this machine and on a folder as empty as `/srv` of the image. */
function start(): Promise<string> {
  const args = command.slice(1).map((arg) => (arg === String(port) ? '0' : arg === '/srv' ? folder : arg));
  server = spawn('python3', ['-u', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.stdout?.on('data', (chunk: Buffer) => {
      const found = /port (\d+)/.exec(chunk.toString())?.[1];
      if (found !== undefined) resolve(`http://127.0.0.1:${found}`);
    });
  });
}

(hasPython ? describe : describe.skip)('what the default container runs', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'healthcare-dr-srv-'));
    origin = await start();
  });

  afterAll(() => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('is a program of Python, by a user that is not root', () => {
    expect(command[0]).toBe('python');
    expect(user).not.toMatch(/^(0|root)\b/);
  });

  it('answers its own health path as the load balancer wants it answered', async () => {
    expect((await fetch(`${origin}${healthPath}`)).status).toBe(200);
  });

  it('has nothing else to say', async () => {
    expect((await fetch(`${origin}/records`)).status).toBe(404);
  });
});
