// Plain CommonJS: the reaper runs it with nothing but node.
'use strict';
const { readdirSync, readFileSync } = require('node:fs');

/** A zombie answers kill(pid, 0) until its parent collects it, which a container's first process may never do. */
const DEAD_STATES = new Set(['Z', 'X']);

/**
 * State and group of a process from /proc/<pid>/stat, whose second field (the name) may hold spaces and brackets.
 *
 * @param {string | number} pid
 */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state = '', , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, group: Number(group) };
  } catch {
    return undefined;
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** @param {number} target */
function answers(target) {
  try {
    process.kill(target, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Whether a process runs. A zombie, which only waits to be collected by its parent, does not.
 *
 * @param {number} pid
 * @returns {boolean}
 */
function processIsAlive(pid) {
  if (!answers(pid)) return false;
  const stat = readStat(pid);
  return stat === undefined ? answers(pid) : !DEAD_STATES.has(stat.state);
}

/**
 * Whether any process of a group runs, its zombies aside.
 *
 * @param {number} groupId
 * @returns {boolean}
 */
function groupIsAlive(groupId) {
  if (!answers(-groupId)) return false;
  if (process.platform !== 'linux') return true;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(readStat)
    .some((stat) => stat !== undefined && stat.group === groupId && !DEAD_STATES.has(stat.state));
}

/**
 * Signals a process, or with a negative `target` a group. One that is gone already is no error.
 *
 * @param {number} target
 * @param {NodeJS.Signals} signal
 */
function signalIfAlive(target, signal) {
  try {
    process.kill(target, signal);
  } catch (error) {
    // ESRCH: it is gone already. EPERM: macOS says so of a group that holds nothing but zombies.
    if (codeOf(error) !== 'ESRCH' && codeOf(error) !== 'EPERM') throw error;
  }
}

/**
 * Waits for something that no event reports.
 *
 * @param {() => boolean} condition
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} whether it came true in time
 */
async function until(condition, timeoutMs) {
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 100)) {
    if (condition()) return true;
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) return false;
    await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, leftMs)));
  }
}

/**
 * Kills a group with SIGKILL and waits until none of it is left.
 *
 * @param {number} groupId
 * @param {number} [timeoutMs]
 * @returns {Promise<boolean>} whether it is gone; false only if the system itself holds a process (uninterruptible sleep)
 */
async function killGroup(groupId, timeoutMs = 5000) {
  signalIfAlive(-groupId, 'SIGKILL');
  return until(() => !groupIsAlive(groupId), timeoutMs);
}

/**
 * Sends `signal` to the group's leader, gives it `graceMs` to end, then kills the whole group.
 *
 * @param {number} groupId
 * @param {NodeJS.Signals} signal
 * @param {number} graceMs
 * @returns {Promise<boolean>} as {@link killGroup}
 */
async function endGroup(groupId, signal, graceMs) {
  signalIfAlive(groupId, signal);
  await until(() => !processIsAlive(groupId), graceMs);
  return killGroup(groupId);
}

module.exports = { processIsAlive, groupIsAlive, signalIfAlive, killGroup, endGroup, until };
