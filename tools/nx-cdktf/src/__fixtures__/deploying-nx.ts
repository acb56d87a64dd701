import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { LocalAws } from '@healthcare-dr/local-aws';
import { processIsAlive } from '@healthcare-dr/processes';

/** The account and the Regions of the environments that these specs deploy. */
export const ACCOUNT = '111111111111';
export const REGIONS = { primary: 'eu-west-2', dr: 'eu-west-1' } as const;
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The command line of Nx in a workspace, as it is installed there. */
export const NX = [process.execPath, 'node_modules/nx/dist/bin/nx.js'] as const;

/** The state bucket of an environment in a Region. */
export const stateBucket = (environment: string, region: string): string =>
  `healthcare-tfstate-${ACCOUNT}-${region}-${environment}`;

/** Makes the state buckets of an environment, as bootstrap does. */
export async function makeStateBuckets({ endpoint }: LocalAws, environment: string): Promise<void> {
  for (const region of Object.values(REGIONS)) {
    const s3 = new S3Client({ region, endpoint, credentials: CREDENTIALS, forcePathStyle: true });
    await s3.send(
      new CreateBucketCommand({
        Bucket: stateBucket(environment, region),
        CreateBucketConfiguration: { LocationConstraint: region },
      }),
    );
    s3.destroy();
  }
}

/** A command that deploys. */
export interface Deploying {
  readonly child: ChildProcess;
  readonly id: number;
  readonly ended: Promise<unknown>;
  /** What it printed so far. */
  readonly said: () => string;
}

/** Starts a command that deploys an environment to a local AWS, in a process group of its own, as a shell gives each command. */
export function startDeploying(
  { environment: aws }: LocalAws,
  { folder, environment, command }: { folder: string; environment: string; command: readonly string[] },
): Deploying {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:NX_|ENVIRONMENT|npm_)/.test(name)),
  );
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: folder,
    detached: true,
    env: {
      ...env,
      ...aws,
      ENVIRONMENT_SUFFIX: environment,
      NX_DAEMON: 'false',
      CI: 'true',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (said += data.toString()));
  return { child, id: child.pid ?? 0, ended: once(child, 'exit'), said: () => said };
}

/** The processes whose working folder is in a folder. */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        return readlinkSync(join('/proc', entry, 'cwd')).startsWith(folder);
      } catch {
        return false;
      }
    })
    .map(Number)
    .filter(processIsAlive);
}

/** Ends a command and whatever it started, its supervisors included, at once. */
export function killAll({ id }: Deploying, folder: string): void {
  for (const processId of [id, ...processesIn(folder)]) {
    try {
      process.kill(processId, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}
