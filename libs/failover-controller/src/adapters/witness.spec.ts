import { witnessText } from '@healthcare-dr/dns/contract';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode, type TxtAnswer } from 'dns-packet';
import { CallError } from '../domain/errors';
import { witnessAdapter } from './witness';

const NAMES = { primary: 'witness-eu-west-2.app.example', dr: 'witness-eu-west-1.app.example' };
const NXDOMAIN = 3;
const SERVFAIL = 2;

/** What the name server answers for a name: texts, an error code of DNS, or nothing at all. */
type Zone = Record<string, readonly string[] | number | undefined>;

describe('the witness', () => {
  let socket: Socket;
  let zone: Zone;

  beforeAll(async () => {
    socket = createSocket('udp4');
    socket.on('message', (message, from) => {
      const { id = 0, questions = [] } = decode(message);
      const name = questions[0]?.name ?? '';
      const texts = zone[name];
      if (texts === undefined) return;
      const answers: TxtAnswer[] =
        typeof texts === 'number' ? [] : texts.map((data) => ({ type: 'TXT', name, ttl: 5, data }));
      const flags = 0x180 | (typeof texts === 'number' ? texts : 0);
      socket.send(encode({ type: 'response', id, flags, questions, answers }), from.port, from.address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  });
  afterAll(() => {
    socket.close();
  });

  const ask = (role: 'primary' | 'dr', timeoutMs = 2_000) =>
    witnessAdapter({ names: NAMES, timeoutMs, servers: [`127.0.0.1:${socket.address().port}`] }).ask(role);

  it.each(['healthy', 'unhealthy'] as const)('says what the checkers find: %s', async (answer) => {
    zone = { [NAMES.primary]: [witnessText('primary', answer)] };
    await expect(ask('primary')).resolves.toBe(answer);
  });

  it('asks the record of the Region in question', async () => {
    zone = {
      [NAMES.primary]: [witnessText('primary', 'unhealthy')],
      [NAMES.dr]: [witnessText('dr', 'healthy')],
    };
    await expect(ask('dr')).resolves.toBe('healthy');
    await expect(ask('primary')).resolves.toBe('unhealthy');
  });

  it.each<[string, Zone[string], string]>([
    ['a name that does not exist', NXDOMAIN, 'not-found'],
    ['a name without a text', [], 'not-found'],
    ['a resolver that fails', SERVFAIL, 'unknown'],
    ['a text of another Region', [witnessText('dr', 'unhealthy')], 'invalid'],
    ['a text nobody knows', ['v=spf1 -all'], 'invalid'],
    ['two texts', [witnessText('primary', 'healthy'), witnessText('primary', 'unhealthy')], 'invalid'],
    ['no answer', undefined, 'timeout'],
  ])('says nothing of the Region by %s', async (_, texts, kind) => {
    zone = { [NAMES.primary]: texts };
    const asked = ask('primary', 400);
    await expect(asked).rejects.toBeInstanceOf(CallError);
    await expect(asked).rejects.toMatchObject({ operation: 'dns:ResolveWitness/primary', kind });
  });
});
