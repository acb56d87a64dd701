import { controllerFunctionName } from '@healthcare-dr/failover-lambda/contract';
import { notificationTopicArn } from '@healthcare-dr/notifications/contract';
import { namingOf } from '@healthcare-dr/platform';
import { dataBucketName } from '@healthcare-dr/s3-replication/contract';
import { peerOf, ROLES, type Role } from '@healthcare-dr/topology';
import { eventAssertions, objectAssertion, type ReplicatedBucket } from '../deliveries/delivery-assertions';
import { deliveryMutations } from '../deliveries/delivery-mutations';
import { noticed } from '../mutations/noticed';
import type { DrillSession, Step } from '../session';

/**
 * Sees that what services do on their own behalf arrives, events, schedules and replicas, and that the drill names what keeps it from
 * arriving: policies of topic, key, function and bucket, each broken on purpose.
 */
export function deliveries(session: DrillSession): Step[] {
  const { environment, recorder } = session.props;
  const bucketOf = (role: Role): ReplicatedBucket => {
    const side = (each: Role) => ({
      name: dataBucketName(namingOf(environment, each)),
      region: session.regionOf(each),
    });
    return { ...side(role), replica: side(peerOf(role)) };
  };
  return [
    {
      title: 'See that events, schedules and objects arrive',
      task: async (_, task) => {
        for (const role of ROLES) {
          recorder.recordAll(await eventAssertions(session.aws, session.regionOf(role)));
          recorder.record(await objectAssertion(session.aws, bucketOf(role)));
        }
        task.title = 'Events and schedules reach their targets, and objects the other Region';
      },
    },
    {
      title: 'Break what they need on purpose',
      task: async (_, task) => {
        const naming = namingOf(environment, 'dr');
        const region = session.regionOf('dr');
        const topicArn = notificationTopicArn(naming);
        const checked = await session.aws.events.check(region);
        const ruleTo = (arn: (target: string) => boolean) =>
          checked.find(({ targetArn }) => arn(targetArn))?.rule ?? '';
        const broken = deliveryMutations({
          aws: session.aws,
          region,
          otherRegion: session.regionOf('primary'),
          topicArn,
          topicRule: ruleTo((target) => target === topicArn),
          functionName: controllerFunctionName(naming),
          scheduleRule: ruleTo((target) => target.endsWith(`:function:${controllerFunctionName(naming)}`)),
          bucket: bucketOf('primary'),
        });
        for (const mutation of broken) {
          task.output = `with ${mutation.what}`;
          recorder.record(noticed(mutation, await mutation.look()));
        }
        task.title = `Broke ${broken.length} things on purpose, and the drill named each`;
      },
    },
  ];
}
