import { z } from 'zod';
import type { AnsweredRequest } from '../gateway/gateway';
import type { EventBus } from './event-bus';

/** The target of the one request that brings events. */
export const PUT_EVENTS = 'AWSEvents.PutEvents';

const requestSchema = z.object({
  Entries: z.array(
    z.object({
      Source: z.string(),
      DetailType: z.string(),
      Detail: z.string(),
      Resources: z.array(z.string()).default([]),
      EventBusName: z.string().default('default'),
    }),
  ),
});

/** Delivers the events that somebody has put on the default bus. What only AWS may say (`aws.…`) is not delivered. */
export async function hearEvents(
  bus: Pick<EventBus, 'put'>,
  { scope, head, body, status }: AnsweredRequest,
): Promise<void> {
  if (head.headers['x-amz-target'] !== PUT_EVENTS || status !== 200 || body === undefined) return;
  const { Entries } = requestSchema.parse(JSON.parse(body.toString('utf8')));
  for (const { Source, DetailType, Detail, Resources, EventBusName } of Entries) {
    if (Source.startsWith('aws.') || !/^(?:default|arn:.*:event-bus\/default)$/.test(EventBusName)) continue;
    await bus.put(scope.region, {
      source: Source,
      'detail-type': DetailType,
      detail: JSON.parse(Detail) as Readonly<Record<string, unknown>>,
      resources: Resources,
    });
  }
}
