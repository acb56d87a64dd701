import type { Naming } from '@healthcare-dr/platform';
import type { Subscription } from '@healthcare-dr/topology';
import { filterPolicy } from './filter-policy';

/** How long an endpoint that confirms by itself may take, in minutes. */
const CONFIRMATION_MINUTES = 5;

/** What of a subscription goes to SNS: where it leads, and what it lets through. */
export function subscriptionProps(subscription: Subscription, naming: Naming) {
  const filter = filterPolicy(subscription.severity);
  return {
    ...endpoint(subscription, naming),
    ...(filter === undefined
      ? {}
      : { filterPolicy: JSON.stringify(filter), filterPolicyScope: 'MessageBody' }),
  };
}

/** A queue is the one of that name in the topic's own Region: telling a queue of the other one would need the other one. */
function endpoint(subscription: Subscription, naming: Naming) {
  switch (subscription.protocol) {
    case 'email':
      return { protocol: 'email', endpoint: subscription.address };
    case 'https':
      return {
        protocol: 'https',
        endpoint: subscription.url,
        endpointAutoConfirms: subscription.autoConfirms,
        confirmationTimeoutInMinutes: CONFIRMATION_MINUTES,
      };
    case 'sqs':
      return { protocol: 'sqs', endpoint: naming.arn('sqs', subscription.queueName) };
  }
}
