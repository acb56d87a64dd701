import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Gateway } from './gateway';
import { Network, type Listener, type ListenerProps, type Path } from './network';

const PRIMARY = 'eu-west-2';
const DR = 'eu-west-1';

/** A time of day that is put forward by hand. */
class HandClock {
  ms = Date.UTC(2026, 0, 1);
  readonly now = () => this.ms;
}

describe('the network', () => {
  const clock = new HandClock();
  const network = new Network({ now: clock.now });
  const closing: (() => unknown)[] = [];
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await Gateway.open({ upstream: { host: '127.0.0.1', port: 1 }, network });
  });
  afterEach(async () => {
    gateway.heal();
    gateway.healLink();
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(() => gateway.close());

  /** A listener whose server says everything back. */
  async function echo(path: Path, others: Partial<ListenerProps> = {}): Promise<Listener> {
    const serve = (stream: Duplex) => void stream.pipe(stream);
    const listener = await network.listen({ path: () => path, serve, ...others });
    closing.push(() => listener.close());
    return listener;
  }

  /** A client, what it has heard, and the code of the error that ended it. */
  async function client({ port }: Listener) {
    const socket: Socket = connect(port, '127.0.0.1');
    const seen = { heard: '', error: undefined as string | undefined, closed: false };
    socket.on('data', (data: Buffer) => (seen.heard += data.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => (seen.error = error.code));
    socket.on('close', () => (seen.closed = true));
    closing.push(() => socket.destroy());
    // A reset may be seen before the connection is.
    await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
    return { socket, seen };
  }

  async function until(holds: () => boolean): Promise<void> {
    const deadline = performance.now() + 2_000;
    while (!holds() && performance.now() < deadline) await delay(5);
  }

  it('passes on what is said, both ways, and its end', async () => {
    const { socket, seen } = await client(await echo({ to: PRIMARY }));
    socket.end('hello');
    await until(() => seen.closed);
    expect(seen).toEqual({ heard: 'hello', error: undefined, closed: true });
  });

  it('resets a connection that leads nowhere', async () => {
    const listener = await network.listen({ path: () => undefined, serve: () => undefined });
    closing.push(() => listener.close());
    const { seen } = await client(listener);
    await until(() => seen.closed);
    expect(seen.error).toBe('ECONNRESET');
  });

  it.each<[string, Path, boolean]>([
    ['from outside into it', { to: PRIMARY }, true],
    ['from it to another', { from: PRIMARY, to: DR }, true],
    ['from another to it', { from: DR, to: PRIMARY }, true],
    ['within it', { from: PRIMARY, to: PRIMARY }, false],
    ['elsewhere', { to: DR }, false],
  ])('cuts, when a Region is dark, a connection %s: %p, %s', async (_, path, cut) => {
    const listener = await echo(path);
    const before = await client(listener);
    gateway.region(PRIMARY).blackOut('reset');
    await delay(20);
    const after = await client(listener);
    after.socket.write('x');
    before.socket.write('x');
    await until(() => (cut ? before.seen.closed && after.seen.closed : after.seen.heard === 'x'));
    expect([before.seen.closed, after.seen.closed]).toEqual([cut, cut]);
    expect([before.seen.heard, after.seen.heard]).toEqual(cut ? ['', ''] : ['x', 'x']);
  });

  it('leaves databases alone when only another service of a Region is dark', async () => {
    gateway.region(PRIMARY).blackOut('reset', { services: ['rds'] });
    const { socket, seen } = await client(await echo({ to: PRIMARY }));
    socket.write('x');
    await until(() => seen.heard === 'x');
    expect(seen.heard).toBe('x');
  });

  it('cuts only what leads from the one Region to the other when their link is dark', async () => {
    gateway.link(DR, PRIMARY).blackOut('reset');
    const [between, outside] = [
      await client(await echo({ from: DR, to: PRIMARY })),
      await client(await echo({ to: PRIMARY })),
    ];
    for (const { socket } of [between, outside]) socket.write('x');
    await until(() => between.seen.closed && outside.seen.heard === 'x');
    expect([between.seen.closed, outside.seen.heard]).toEqual([true, 'x']);
  });

  it('lets a connection hang, and go on hanging after the Region is back', async () => {
    const { socket, seen } = await client(await echo({ to: PRIMARY }));
    gateway.region(PRIMARY).blackOut('hang');
    gateway.heal();
    socket.write('x');
    await delay(50);
    expect(seen).toEqual({ heard: '', error: undefined, closed: false });
  });

  it('resets what hung, where it is told that somebody there has a time-out', async () => {
    const { seen } = await client(await echo({ to: PRIMARY }, { resetsAfterHang: true }));
    gateway.region(PRIMARY).blackOut('hang');
    await delay(20);
    expect(seen.closed).toBe(false);
    gateway.heal();
    await until(() => seen.closed);
    expect(seen.error).toBe('ECONNRESET');
  });

  it('holds data back until its clock has gone far enough', async () => {
    const listener = await echo({ from: DR, to: PRIMARY });
    const { socket, seen } = await client(listener);
    gateway.link(PRIMARY, DR).slow(60_000);
    socket.write('x');
    await delay(50);
    expect([seen.heard, listener.bytesUnderWay]).toEqual(['', 1]);
    clock.ms += 60_000;
    await delay(50);
    expect(seen.heard).toBe('');
    clock.ms += 60_000;
    await until(() => seen.heard === 'x');
    expect(seen.heard).toBe('x');
  });

  it('lets go of what it held back once the link is whole', async () => {
    const { socket, seen } = await client(await echo({ from: DR, to: PRIMARY }));
    gateway.link(PRIMARY, DR).slow(600_000);
    socket.write('ab');
    await delay(20);
    gateway.link(PRIMARY, DR).heal();
    await until(() => seen.heard === 'ab');
    expect(seen.heard).toBe('ab');
  });

  it('loses what was under way when the Region is lost', async () => {
    const served: string[] = [];
    const serve = (stream: Duplex) => void stream.on('data', (data: Buffer) => served.push(data.toString()));
    const { socket, seen } = await client(await echo({ from: DR, to: PRIMARY }, { serve }));
    gateway.link(PRIMARY, DR).slow(60_000);
    socket.write('x');
    await delay(20);
    gateway.region(PRIMARY).blackOut('reset');
    await until(() => seen.closed);
    clock.ms += 60_000;
    await delay(20);
    expect(served).toEqual([]);
  });

  it('passes no more bytes a second than a narrow link can', async () => {
    const { socket, seen } = await client(await echo({ from: DR, to: PRIMARY }));
    gateway.link(PRIMARY, DR).narrow(10_000);
    const startedMs = performance.now();
    socket.write(Buffer.alloc(2_000, 'x'));
    await until(() => seen.heard.length === 2_000);
    const tookMs = performance.now() - startedMs;
    expect(seen.heard).toHaveLength(2_000);
    // The last piece of 500 bytes is not waited for.
    expect(tookMs).toBeGreaterThan(145);
  });

  it('is slowed by a slow Region too', async () => {
    gateway.region(PRIMARY).slow(1_000);
    expect(network.conditionsOf({ to: PRIMARY })).toEqual({ delayMs: 1_000, bytesPerSecond: undefined });
    expect(network.conditionsOf({ from: PRIMARY, to: PRIMARY })).toEqual({
      delayMs: 0,
      bytesPerSecond: undefined,
    });
  });
});
