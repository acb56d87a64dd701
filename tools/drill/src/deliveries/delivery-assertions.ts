import { randomUUID } from 'node:crypto';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { exampleOf, type LocalAws } from '@healthcare-dr/local-aws';
import type { Region } from '@healthcare-dr/topology';
import type { Assertion } from '../assertion-recorder';

/** A bucket whose objects are replicated, and where to. */
export interface ReplicatedBucket {
  readonly name: string;
  readonly region: Region;
  readonly replica: { readonly name: string; readonly region: Region };
}

/**
 * That what EventBridge leads on arrives: of each rule with a pattern an event that it matches is sent, and of each schedule is asked
 * whether it may call its targets.
 */
export async function eventAssertions(
  { events }: Pick<LocalAws, 'events'>,
  region: Region,
): Promise<Assertion[]> {
  const [rules, checked] = await Promise.all([events.rules(region), events.check(region)]);
  const made: Assertion[] = [];
  for (const { Name, EventPattern } of rules) {
    const deliveries =
      EventPattern === undefined
        ? checked
        : await events.put(region, exampleOf(JSON.parse(EventPattern) as Readonly<Record<string, unknown>>));
    const own = deliveries.filter(({ rule }) => rule === Name);
    const lost = own.filter(({ delivered }) => !delivered);
    made.push({
      id: `event-delivered/${Name}/${region}`,
      title: `${Name} of ${region} reaches its targets`,
      ok: own.length > 0 && lost.length === 0,
      detail:
        own.length === 0
          ? 'It leads nowhere.'
          : (lost.length > 0 ? lost : own)
              .map(({ targetArn, reason }) => (reason === undefined ? targetArn : `${targetArn}: ${reason}`))
              .join('\n'),
    });
  }
  return made;
}

/** That an object which is put into a bucket is there in the other, too. It is taken away again. */
export async function objectAssertion(
  { objects, environment }: Pick<LocalAws, 'objects' | 'environment'>,
  { name, region, replica }: ReplicatedBucket,
): Promise<Assertion> {
  const Key = `drill/${randomUUID()}`;
  const clients = [region, replica.region].map(
    (where) => new S3Client({ ...clientConfiguration(environment, where), forcePathStyle: true }),
  );
  const [source, destination] = clients as [S3Client, S3Client];
  try {
    const { VersionId } = await source.send(
      new PutObjectCommand({ Bucket: name, Key, Body: 'a record of the drill' }),
    );
    await objects.pump();
    const change = objects.changes().findLast((each) => each.bucket === name && each.key === Key);
    await source.send(new DeleteObjectCommand({ Bucket: name, Key, VersionId }));
    if (change?.status === 'COMPLETED')
      await destination.send(new DeleteObjectCommand({ Bucket: replica.name, Key, VersionId }));
    return {
      id: `object-replicated/${name}`,
      title: `An object in ${name} is replicated to ${replica.name}`,
      ok: change?.status === 'COMPLETED',
      detail:
        change === undefined
          ? `No rule of ${name} covers it.`
          : `${change.status}${change.reason === undefined ? '' : `: ${change.reason}`}`,
    };
  } finally {
    for (const client of clients) client.destroy();
  }
}
