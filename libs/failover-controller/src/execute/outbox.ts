import type { Journal } from '../domain/journal';
import { failureOf, type Failure } from '../domain/observation';
import type { Notification } from '../domain/notification';
import type { Lease, Ports } from '../domain/ports';

/** What came of the messages in the outbox. */
export interface Published {
  readonly journal: Journal;
  readonly failures: readonly Failure[];
}

/**
 * Publishes what stands in the outbox and takes it off. Whatever was published before a crash is published again, under the
 * same id; what cannot be published stays. A page that the own topic does not take goes to the one in the watch Region; a ticket
 * waits for its own.
 */
export async function publish(
  journal: Journal,
  lease: Lease,
  ports: Ports,
  isTimeLeft: () => boolean,
): Promise<Published> {
  const sent = new Set<Notification>();
  const topics = new Topics(ports, isTimeLeft);
  for (const notification of journal.outbox) if (await topics.take(notification)) sent.add(notification);
  const { failures } = topics;
  if (sent.size === 0) return { journal, failures };
  const outbox = journal.outbox.filter((notification) => !sent.has(notification));
  try {
    return { journal: await ports.journal.write({ ...journal, outbox }, lease, []), failures };
  } catch (error) {
    return { journal, failures: [...failures, failureOf(error, 'dynamodb:TransactWriteItems')] };
  }
}

/** The topics of one run. One that failed is not asked again in it: a throttled topic must not cost the run its time. */
export class Topics {
  readonly #failed = new Map<'notifications' | 'backupNotifications', Failure>();

  constructor(
    private readonly ports: Pick<Ports, 'notifications' | 'backupNotifications'>,
    private readonly isTimeLeft: () => boolean,
  ) {}

  /** One for each topic that failed. */
  get failures(): readonly Failure[] {
    return [...this.#failed.values()];
  }

  /** @returns whether a topic took it */
  async take(notification: Notification): Promise<boolean> {
    if (await this.#try('notifications', notification)) return true;
    // A topic that was not asked for want of time did not refuse.
    if (notification.severity !== 'page' || !this.#failed.has('notifications')) return false;
    return this.#try('backupNotifications', notification);
  }

  async #try(topic: 'notifications' | 'backupNotifications', notification: Notification): Promise<boolean> {
    if (this.#failed.has(topic) || !this.isTimeLeft()) return false;
    try {
      await this.ports[topic].publish(notification);
      return true;
    } catch (error) {
      this.#failed.set(topic, failureOf(error, 'sns:Publish'));
      return false;
    }
  }
}
