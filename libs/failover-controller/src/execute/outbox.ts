import type { Journal } from '../domain/journal';
import { failureOf, type Failure } from '../domain/observation';
import type { Notification } from '../domain/notification';
import type { Lease, Ports } from '../domain/ports';

/**
 * Publishes what stands in the outbox and takes it off. Whatever was published before a crash is published again, under the
 * same id; what cannot be published stays.
 */
export async function publish(
  journal: Journal,
  lease: Lease,
  ports: Ports,
  isTimeLeft: () => boolean,
): Promise<{ readonly journal: Journal; readonly failure: Failure | undefined }> {
  const sent = new Set<Notification>();
  let failure: Failure | undefined;
  for (const notification of journal.outbox) {
    if (!isTimeLeft()) break;
    try {
      await ports.notifications.publish(notification);
      sent.add(notification);
    } catch (error) {
      failure = failureOf(error, 'sns:Publish');
      break;
    }
  }
  if (sent.size === 0) return { journal, failure };
  const outbox = journal.outbox.filter((notification) => !sent.has(notification));
  try {
    return { journal: await ports.journal.write({ ...journal, outbox }, lease, []), failure };
  } catch (error) {
    return { journal, failure: failureOf(error, 'dynamodb:TransactWriteItems') };
  }
}
