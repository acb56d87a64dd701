import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { signalIfAlive } from './process-groups.cjs';

/** How a process group is ended when we are no longer there to end it. */
export interface GroupEnding {
  /** What its leader is sent first. */
  readonly signal: NodeJS.Signals;
  /** How long the leader may take before the group is killed. */
  readonly graceMs: number;
}

/** What the reaper is told, one line of JSON each. */
export type ReaperCommand =
  | { readonly command: 'addGroup'; readonly groupId: number; readonly ending: GroupEnding }
  | { readonly command: 'removeGroup'; readonly groupId: number }
  | { readonly command: 'addFolder' | 'removeFolder'; readonly path: string };

/**
 * Ends what this process leaves behind, however it ends: a tiny process of its own holds a pipe from us, and when the pipe
 * closes (a clean exit, a crash, SIGKILL) ends every group and removes every folder that is still registered.
 *
 * It starts with the first registration, in a session of its own so that no Ctrl-C reaches it, keeps no event loop alive, and
 * ends itself once it has cleaned up.
 */
export class Reaper {
  private process: ChildProcess | undefined;
  private readonly groups = new Map<number, GroupEnding>();
  private readonly folders = new Set<string>();

  /** The reaper's process id. @default - undefined until something was registered */
  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Starts the reaper if it does not run: before spawning, so that a registration is one write to a pipe that is there. */
  ready(): void {
    if (this.process !== undefined) return;
    const reaper = spawn(process.execPath, [join(__dirname, 'reaper-main.cjs')], {
      cwd: '/',
      detached: true,
      // What this process was told to load (a TypeScript loader, a debugger) is not for the reaper.
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // Someone ended it: the next registration starts another, which is told everything anew.
    const forget = () => {
      if (this.process === reaper) this.process = undefined;
    };
    reaper.once('exit', forget);
    reaper.once('error', forget);
    reaper.stdin.on('error', forget);
    reaper.unref();
    if ('unref' in reaper.stdin && typeof reaper.stdin.unref === 'function') reaper.stdin.unref();
    this.process = reaper;
    for (const [groupId, ending] of this.groups) this.send({ command: 'addGroup', groupId, ending });
    for (const path of this.folders) this.send({ command: 'addFolder', path });
  }

  /** Registers a process group by its leader's process id. */
  addGroup(groupId: number, ending: GroupEnding): void {
    this.ready();
    this.groups.set(groupId, ending);
    this.send({ command: 'addGroup', groupId, ending });
  }

  /** Forgets a group whose processes are all gone. */
  removeGroup(groupId: number): void {
    if (this.groups.delete(groupId)) this.send({ command: 'removeGroup', groupId });
  }

  /** Registers a folder to be removed with all that is in it. */
  addFolder(path: string): void {
    this.ready();
    this.folders.add(path);
    this.send({ command: 'addFolder', path });
  }

  /** Forgets a folder that was removed. */
  removeFolder(path: string): void {
    if (this.folders.delete(path)) this.send({ command: 'removeFolder', path });
  }

  /**
   * Kills every registered group at once, without its grace: for the second Ctrl-C. A leader that takes SIGQUIT is asked by that, and left
   * to the reaper: PostgreSQL ends at once then, and frees the shared memory that outlives a process which is killed.
   *
   * @see https://www.postgresql.org/docs/15/server-shutdown.html
   */
  killGroups(): void {
    for (const [groupId, { signal }] of this.groups)
      if (signal === 'SIGQUIT') signalIfAlive(groupId, signal);
      else signalIfAlive(-groupId, 'SIGKILL');
  }

  private send(command: ReaperCommand): void {
    this.process?.stdin?.write(`${JSON.stringify(command)}\n`);
  }
}

/** The one reaper of this process. */
export const reaper = new Reaper();
