import { SubscribeCommand, UnsubscribeCommand, type SNSClient } from '@aws-sdk/client-sns';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isJournalEvent } from '@healthcare-dr/failover-controller';
import { z } from 'zod';
import type { Message } from './facts';

const envelopeSchema = z.object({ Message: z.string() });
const messageSchema = z.object({
  severity: z.string(),
  event: z.string().refine(isJournalEvent).optional(),
  subject: z.string(),
  body: z.string(),
});

/** Takes what a topic delivers, by a subscription over HTTP that is ended with it. */
export class MessageReceiver {
  private constructor(private readonly end: () => Promise<void>) {}

  /** @param deliver - is given each message of a controller */
  static async subscribe(
    client: SNSClient,
    topicArn: string,
    deliver: (message: Omit<Message, 'at'>) => void,
  ): Promise<MessageReceiver> {
    const server = createServer((request, response) => {
      void textOf(request).then((text) => {
        const { Message: inner } = envelopeSchema.parse(JSON.parse(text));
        const message = messageSchema.safeParse(parsed(inner));
        // Alarms and events of AWS go by the same topic; they are not the controller's.
        if (message.success) deliver({ ...message.data, event: message.data.event });
        response.writeHead(200).end();
      });
    });
    const receiver = new MessageReceiver(async () => {
      await client.send(new UnsubscribeCommand({ SubscriptionArn: subscription.SubscriptionArn }));
      server.close();
      server.closeAllConnections();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const subscription = await client.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: 'http',
        Endpoint: `http://127.0.0.1:${port}/`,
        ReturnSubscriptionArn: true,
      }),
    );
    return receiver;
  }

  /** Ends the subscription and the server behind it. */
  async close(): Promise<void> {
    await this.end();
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
