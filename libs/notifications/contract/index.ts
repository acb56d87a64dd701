import { definePairContract, type Naming } from '@healthcare-dr/platform';

export * from './severity';

/** The topic of a Region to which every alarm and event of that Region is published. */
export const notificationTopicName = (naming: Naming): string => naming.name('resource', 'notifications');

/** The ARN of {@link notificationTopicName}. */
export const notificationTopicArn = (naming: Naming): string =>
  naming.arn('sns', notificationTopicName(naming));

/**
 * What `primary-notifications` publishes in both Regions: the key of the topic in the watch Region, by which the controllers may use it. Its id
 * is known in that Region alone.
 */
export const watchContract = definePairContract('notifications', { watchKeyArn: 'string' });
