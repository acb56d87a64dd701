// Plain CommonJS: the reaper runs it with nothing but node. Typed by process-groups.d.cts.
const { readdirSync, readFileSync } = require('node:fs');

/** A zombie answers kill(pid, 0) until its parent collects it, which a container's first process may never do. */
const DEAD_STATES = new Set(['Z', 'X']);

/** State and group of a process from /proc/<pid>/stat, whose second field (the name) may hold spaces and brackets. */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, group: Number(group) };
  } catch {
    return undefined;
  }
}

function answers(target) {
  try {
    process.kill(target, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function processIsAlive(pid) {
  if (!answers(pid)) return false;
  const stat = readStat(pid);
  return stat === undefined ? answers(pid) : !DEAD_STATES.has(stat.state);
}

function groupIsAlive(groupId) {
  if (!answers(-groupId)) return false;
  if (process.platform !== 'linux') return true;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(readStat)
    .some((stat) => stat !== undefined && stat.group === groupId && !DEAD_STATES.has(stat.state));
}

function signalIfAlive(target, signal) {
  try {
    process.kill(target, signal);
  } catch (error) {
    // ESRCH: it is gone already. EPERM: macOS says so of a group that holds nothing but zombies.
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

async function until(condition, timeoutMs) {
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 100)) {
    if (condition()) return true;
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) return false;
    await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, leftMs)));
  }
}

async function killGroup(groupId, timeoutMs = 5000) {
  signalIfAlive(-groupId, 'SIGKILL');
  return until(() => !groupIsAlive(groupId), timeoutMs);
}

async function endGroup(groupId, signal, graceMs) {
  signalIfAlive(groupId, signal);
  await until(() => !processIsAlive(groupId), graceMs);
  return killGroup(groupId);
}

module.exports = { processIsAlive, groupIsAlive, signalIfAlive, killGroup, endGroup, until };
