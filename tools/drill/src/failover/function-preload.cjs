/**
 * Loaded into the process of a function, or of an operator's program, before its own code: it then lives in the drill's time and finds the service of a
 * Region, what stands outside both Regions and its resolver on this machine. It changes the time of day, where names lead and whom a
 * resolver asks; what asks, TLS and its checks are the function's own. What stands nowhere on this machine refuses: no question and no
 * connection leaves it.
 *
 * `DRILL_CLOCK_OFFSET_MS`: by how many milliseconds the time of day is off. `DRILL_SERVICES`: JSON, a port of the loopback interface
 * for each host name. `DRILL_NAME_SERVER`: the address and port of the loopback interface that resolvers ask.
 */
'use strict';
const { promises: dns } = require('node:dns');
const net = require('node:net');
const tls = require('node:tls');

const offsetMs = Number(process.env['DRILL_CLOCK_OFFSET_MS'] ?? 0);
/** @type {Record<string, number>} */
const ports = JSON.parse(process.env['DRILL_SERVICES'] ?? '{}');

const now = Date.now.bind(Date);
globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now() + offsetMs] : given, newTarget),
  apply: (target) => new target(now() + offsetMs).toString(),
  get: (target, property, receiver) =>
    property === 'now' ? () => now() + offsetMs : Reflect.get(target, property, receiver),
});

const connect = tls.connect;
/** @param {...any} given */
const connectHere = (...given) => {
  const [options, ...rest] = given;
  const port = ports[options?.host];
  if (port !== undefined)
    // The name that the certificate must be of stays the one that was asked for.
    return connect({ ...options, host: '127.0.0.1', port, servername: options.host }, ...rest);
  return isHere(options?.host)
    ? Reflect.apply(connect, tls, given)
    : connect({ ...options, ...NOWHERE }, ...rest);
};

/** A port on which nothing listens: connections are refused at once. */
const NOWHERE = { host: '127.0.0.1', port: 1 };

/** @param {string | undefined} host */
const isHere = (host) =>
  host === undefined ||
  host === 'localhost' ||
  host === '::1' ||
  (net.isIP(host) === 4 && host.startsWith('127.'));

/** Nothing listens there: a question is refused. */
const NO_NAME_SERVER = `${NOWHERE.host}:${NOWHERE.port}`;

const nameServer = process.env['DRILL_NAME_SERVER'] ?? NO_NAME_SERVER;
// Who makes no resolver of its own asks here, too.
dns.setServers([nameServer]);

const { resolveTxt } = dns.Resolver.prototype;
/**
 * @this {import('node:dns').promises.Resolver}
 * @param {string} name
 */
dns.Resolver.prototype.resolveTxt = function (name) {
  this.setServers([nameServer]);
  return resolveTxt.call(this, name);
};

tls.connect = /** @type {typeof tls.connect} */ (connectHere);
