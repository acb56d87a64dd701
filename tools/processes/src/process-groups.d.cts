/** Whether a process runs. A zombie, which only waits to be collected by its parent, does not. */
export function processIsAlive(pid: number): boolean;

/** Whether any process of a group runs, its zombies aside. */
export function groupIsAlive(groupId: number): boolean;

/** Signals a process, or with a negative `target` a group. One that is gone already is no error. */
export function signalIfAlive(target: number, signal: NodeJS.Signals): void;

/**
 * Kills a group with SIGKILL and waits until none of it is left.
 *
 * @returns whether it is gone; false only if the system itself holds a process (uninterruptible sleep) past `timeoutMs`
 */
export function killGroup(groupId: number, timeoutMs?: number): Promise<boolean>;

/** Sends `signal` to the group's leader, gives it `graceMs` to end, then kills the whole group as {@link killGroup} does. */
export function endGroup(groupId: number, signal: NodeJS.Signals, graceMs: number): Promise<boolean>;

/** Waits for something that no event reports. @returns whether it came true within `timeoutMs` */
export function until(condition: () => boolean, timeoutMs: number): Promise<boolean>;
