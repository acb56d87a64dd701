import type { Duplex } from 'node:stream';

/** Codes in the place of a protocol version. Source: PostgreSQL 15, "Message Formats". */
const SSL_REQUEST = 80_877_103;
const GSS_ENCRYPTION_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;
const PROTOCOL_3 = 196_608;

/** The longest packet that PostgreSQL takes before a session begins. */
const MAX_PACKET_BYTES = 10_000;

/** What a client begins with. */
export type FirstPacket =
  | { readonly kind: 'tls' }
  | { readonly kind: 'gss' }
  | { readonly kind: 'cancel'; readonly packet: Buffer }
  | { readonly kind: 'startup'; readonly parameters: Readonly<Record<string, string>> };

/** A client does not speak the protocol, or went away. */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProtocolError';
  }
}

/** Reads single packets from a stream; what comes after them stays in it. */
export class PacketReader {
  constructor(private readonly stream: Duplex) {}

  /** Reads the packet that a client begins with: it has no type. */
  async first(): Promise<FirstPacket> {
    const length = (await this.#bytes(4)).readInt32BE();
    const body = await this.#bytes(this.#checked(length));
    const code = body.length < 4 ? 0 : body.readInt32BE();
    if (code === SSL_REQUEST) return { kind: 'tls' };
    if (code === GSS_ENCRYPTION_REQUEST) return { kind: 'gss' };
    if (code === CANCEL_REQUEST) return { kind: 'cancel', packet: withLength(body) };
    if (code !== PROTOCOL_3) throw new ProtocolError(`A client speaks protocol ${code}.`);
    return { kind: 'startup', parameters: parseParameters(body.subarray(4)) };
  }

  /** Reads a password message. */
  async password(): Promise<string> {
    const type = String.fromCharCode((await this.#bytes(1)).readUInt8());
    const body = await this.#bytes(this.#checked((await this.#bytes(4)).readInt32BE()));
    if (type !== 'p') throw new ProtocolError(`A client says ${type} where its password was asked for.`);
    return body.subarray(0, -1).toString('utf8');
  }

  /** Whether the client has said more than was asked for. */
  get hasMore(): boolean {
    return this.stream.readableLength > 0;
  }

  #checked(length: number): number {
    if (length < 4 || length > MAX_PACKET_BYTES)
      throw new ProtocolError(`A client announces a packet of ${length} bytes.`);
    return length - 4;
  }

  async #bytes(count: number): Promise<Buffer> {
    if (count === 0) return Buffer.alloc(0);
    const { stream } = this;
    for (;;) {
      const chunk = stream.read(count) as Buffer | null;
      if (chunk !== null) {
        if (chunk.length === count) return chunk;
        throw new ProtocolError('A client went away in the middle of a packet.');
      }
      if (stream.readableEnded || stream.destroyed) throw new ProtocolError('A client went away.');
      await new Promise<void>((resolve) => {
        const done = () => {
          for (const event of EVENTS) stream.off(event, done);
          resolve();
        };
        for (const event of EVENTS) stream.once(event, done);
      });
    }
  }
}

const EVENTS = ['readable', 'end', 'close', 'error'] as const;

/** Answers of a server before a session begins. */
export const ANSWERS = {
  accept: Buffer.from('S'),
  refuse: Buffer.from('N'),
  askForPassword: message('R', int32(3)),
} as const;

/** The packet that begins a session. */
export function startupPacket(parameters: Readonly<Record<string, string>>): Buffer {
  const texts = Object.entries(parameters).flatMap(([name, value]) => [name, value]);
  return withLength(Buffer.concat([int32(PROTOCOL_3), ...texts.map(zeroTerminated), Buffer.from([0])]));
}

/** A fatal error: the server closes the connection after it. */
export function fatalError(code: string, text: string): Buffer {
  const fields: readonly [string, string][] = [
    ['S', 'FATAL'],
    ['V', 'FATAL'],
    ['C', code],
    ['M', text],
  ];
  const body = fields.map(([type, value]) => Buffer.concat([Buffer.from(type), zeroTerminated(value)]));
  return message('E', Buffer.concat([...body, Buffer.from([0])]));
}

function parseParameters(body: Buffer): Record<string, string> {
  const texts = body.toString('utf8').split('\0');
  const parameters: Record<string, string> = {};
  for (let index = 0; index + 1 < texts.length; index += 2) {
    const name = texts[index] ?? '';
    if (name === '') break;
    parameters[name] = texts[index + 1] ?? '';
  }
  return parameters;
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), withLength(body)]);
}

function withLength(body: Buffer): Buffer {
  return Buffer.concat([int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function zeroTerminated(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf8');
}
