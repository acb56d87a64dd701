import {
  ListSubscriptionsByTopicCommand,
  type ListSubscriptionsByTopicCommandOutput,
} from '@aws-sdk/client-sns';
import { notificationTopicArn } from '@healthcare-dr/notifications/contract';
import { ask, orAbsent, type Answer } from '../answer';
import type { RegionClients } from '../pair';

/** A person or a thing that is told, as opposed to our own functions and queues. */
export interface Subscriptions {
  readonly confirmed: number;
  /** Where they lead that nobody has confirmed yet. */
  readonly pending: readonly string[];
}

/** Protocols by which the platform talks to itself: the controller listens to the topic too. */
const OWN_PROTOCOLS = ['lambda'];

/** Who is subscribed to the topic of a Region; `undefined` if there is no topic. */
export const askSubscriptions = (
  { sns, naming }: Pick<RegionClients, 'sns' | 'naming'>,
  limitMs?: number,
): Promise<Answer<Subscriptions | undefined>> =>
  ask(async (options) => {
    const TopicArn = notificationTopicArn(naming);
    let confirmed = 0;
    const pending: string[] = [];
    let NextToken: string | undefined;
    do {
      const page: ListSubscriptionsByTopicCommandOutput | undefined = await orAbsent(
        sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }), options),
      );
      if (page === undefined) return undefined;
      for (const { SubscriptionArn, Protocol = '', Endpoint = '' } of page.Subscriptions ?? []) {
        if (OWN_PROTOCOLS.includes(Protocol)) continue;
        if (SubscriptionArn?.startsWith('arn:') === true) confirmed += 1;
        else pending.push(`${Protocol} ${Endpoint}`);
      }
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return { confirmed, pending };
  }, limitMs);
