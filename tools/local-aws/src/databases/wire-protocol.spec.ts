import { duplexPair } from 'node:stream';
import { fatalError, PacketReader, ProtocolError, startupPacket } from './wire-protocol';

function speak(...chunks: Buffer[]) {
  const [client, server] = duplexPair();
  for (const chunk of chunks) client.write(chunk);
  return { client, server, reader: new PacketReader(server) };
}

const packet = (...words: number[]) => {
  const buffer = Buffer.alloc(words.length * 4);
  words.forEach((word, index) => buffer.writeInt32BE(word, index * 4));
  return buffer;
};

describe('PacketReader', () => {
  it('reads what a client begins a session with, however it is cut', async () => {
    const whole = startupPacket({ user: 'app', database: 'records', options: '-c a=b' });
    const bytes = [...whole].map((byte) => Buffer.from([byte]));
    const { reader } = speak(...bytes);
    await expect(reader.first()).resolves.toEqual({
      kind: 'startup',
      parameters: { user: 'app', database: 'records', options: '-c a=b' },
    });
    expect(reader.hasMore).toBe(false);
  });

  it('leaves what comes after a packet', async () => {
    const { reader, server } = speak(Buffer.concat([packet(8, 80_877_103), Buffer.from('more')]));
    await expect(reader.first()).resolves.toEqual({ kind: 'tls' });
    expect(reader.hasMore).toBe(true);
    expect(String(server.read())).toBe('more');
  });

  it('reads requests for encryption and cancellation', async () => {
    const cancel = packet(16, 80_877_102, 1234, 5678);
    await expect(speak(packet(8, 80_877_104)).reader.first()).resolves.toEqual({ kind: 'gss' });
    await expect(speak(cancel).reader.first()).resolves.toEqual({ kind: 'cancel', packet: cancel });
  });

  it('reads a password', async () => {
    const { reader } = speak(Buffer.from('p'), packet(11), Buffer.from('secret\0'));
    await expect(reader.password()).resolves.toBe('secret');
  });

  it.each([
    ['another protocol', packet(8, 131_072)],
    ['a packet without a code', packet(4)],
    ['a packet that is too long', packet(10_001, 196_608)],
    ['a packet of a negative length', packet(-1, 196_608)],
  ])('refuses %s', async (_, bytes) => {
    await expect(speak(bytes).reader.first()).rejects.toThrow(ProtocolError);
  });

  it('refuses anything but a password where one was asked for', async () => {
    await expect(speak(Buffer.from('Q'), packet(5), Buffer.from('\0')).reader.password()).rejects.toThrow(
      ProtocolError,
    );
  });

  it.each(['end', 'destroy'] as const)('ends when the client goes away by %s', async (how) => {
    const { client, server, reader } = speak(packet(80));
    const reading = reader.first();
    if (how === 'end') client.end();
    else server.destroy();
    await expect(reading).rejects.toThrow(ProtocolError);
  });
});

describe('fatalError', () => {
  it('is an error of the highest severity with its code and its text', () => {
    const bytes = fatalError('28000', 'no');
    expect(bytes.readInt32BE(1)).toBe(bytes.length - 1);
    expect(bytes.toString('latin1', 5)).toBe('SFATAL\0VFATAL\0C28000\0Mno\0\0');
    expect(String.fromCharCode(bytes[0] ?? 0)).toBe('E');
  });
});
