/**
 * A process that holds a server with a grandchild, a temporary folder and a reaper, tells their ids in one line of JSON, and
 * then does what its argument says: `wait` for the end, `exit` cleanly, or `throw`.
 */
import { reaper, start, temporaryFolder } from '../index';

const FAMILY = `
  const grandchild = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  process.on('SIGINT', () => {});
  // A bare number would be coloured where FORCE_COLOR asks for it.
  console.log(String(grandchild.pid));
  setInterval(() => {}, 1000);
`;

async function main(then: string | undefined): Promise<void> {
  const folder = await temporaryFolder('processes-spec-');
  const server = await new Promise<{ child: number; grandchild: number }>((resolve) => {
    const { pid } = start(process.execPath, ['-e', FAMILY], {
      onLine: (line) => setImmediate(() => resolve({ child: pid, grandchild: Number(line) })),
    });
  });
  console.log(JSON.stringify({ ...server, folder: folder.path, reaper: reaper.pid }));
  if (then === 'exit') process.exit(0);
  if (then === 'throw') throw new Error('on purpose');
  setInterval(() => {}, 1000);
}

void main(process.argv[2]);
