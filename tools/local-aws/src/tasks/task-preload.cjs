/**
 * Loaded into the process of a task before its own code: the task then lives in the time of the local AWS and finds by their names what
 * stands on this machine. It changes the time of day and where connections lead; what connects, TLS and its checks are the task's own.
 * A name that leads nowhere here is refused: no connection leaves the machine.
 *
 * `TASK_PORTS`: JSON, a port of the loopback interface for each host name. `TASK_CLOCK_FILE`: a file that says what time it is, as
 * `clock-file.ts` writes it.
 */
'use strict';
const { openSync, readSync } = require('node:fs');
const net = require('node:net');

/** @type {Record<string, number>} */
const ports = JSON.parse(process.env['TASK_PORTS'] ?? '{}');
const clockFile = process.env['TASK_CLOCK_FILE'];

if (clockFile !== undefined) {
  const now = Date.now.bind(Date);
  const file = openSync(clockFile, 'r');
  const buffer = Buffer.alloc(32);
  /** The time of day: real time and an offset, or one moment while the clock stands still. */
  const told = () => {
    const [kind, ms] = buffer
      .toString('latin1', 0, readSync(file, buffer, 0, buffer.length, 0))
      .trim()
      .split(' ');
    return kind === 'at' ? Number(ms) : now() + Number(ms);
  };
  globalThis.Date = new Proxy(Date, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [told()] : given, newTarget),
    apply: (target) => new target(told()).toString(),
    get: (target, property, receiver) =>
      property === 'now' ? told : Reflect.get(target, property, receiver),
  });
}

/** A port on which nothing listens: connections are refused at once. */
const NOWHERE = 1;

/** @param {unknown} host */
const isHere = (host) =>
  host === undefined ||
  host === 'localhost' ||
  host === '::1' ||
  (typeof host === 'string' && net.isIP(host) === 4 && host.startsWith('127.'));

/** @param {any} options */
const led = (options) => {
  if (options?.path !== undefined || isHere(options?.host)) return options;
  return { ...options, host: '127.0.0.1', port: ports[options.host] ?? NOWHERE };
};

const { connect } = net.Socket.prototype;
/**
 * @this {import('node:net').Socket}
 * @param {...any} given
 */
net.Socket.prototype.connect = function (...given) {
  const [first, second, ...rest] = given;
  // Node passes what it has normalized before as an array that it knows again.
  if (Array.isArray(first)) first[0] = led(first[0]);
  else if (typeof first === 'object') given[0] = led(first);
  else if (typeof second === 'string') {
    const { host, port } = led({ host: second, port: first });
    return Reflect.apply(connect, this, [port, host, ...rest]);
  }
  return Reflect.apply(connect, this, given);
};
