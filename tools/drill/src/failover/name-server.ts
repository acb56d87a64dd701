import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { AUTHORITATIVE_ANSWER, decode, encode, type Packet } from 'dns-packet';

/** The response code of a name that does not exist: RFC 1035, section 4.1.1. */
const NAME_ERROR = 3;

/** How long an answer may be kept, in seconds: it is asked for anew each minute. */
const TTL_SECONDS = 10;

/** The texts of a name's TXT records; `undefined` if there is no such name. */
export type TextsOf = (name: string) => readonly string[] | undefined;

/** What answers in place of the resolver of a VPC: TXT records, by UDP on the loopback interface. */
export class NameServer {
  private constructor(
    private readonly socket: Socket,
    /** `<address>:<port>`, as Node's resolvers take it. */
    readonly address: string,
  ) {}

  /** @param textsOf - asked at each question */
  static async open(textsOf: TextsOf): Promise<NameServer> {
    const socket = createSocket('udp4');
    socket.on('message', (message, { address, port }) => {
      socket.send(encode(answerTo(decode(message), textsOf)), port, address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new NameServer(socket, `127.0.0.1:${socket.address().port}`);
  }

  async close(): Promise<void> {
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }
}

function answerTo({ id, questions = [] }: Packet, textsOf: TextsOf): Packet {
  const [question] = questions;
  const name = question?.name ?? '';
  const texts = textsOf(name.toLowerCase());
  return {
    type: 'response',
    id,
    flags: AUTHORITATIVE_ANSWER | (texts === undefined ? NAME_ERROR : 0),
    questions,
    answers:
      question?.type === 'TXT'
        ? (texts ?? []).map((text) => ({ type: 'TXT' as const, name, ttl: TTL_SECONDS, data: [text] }))
        : [],
  };
}
