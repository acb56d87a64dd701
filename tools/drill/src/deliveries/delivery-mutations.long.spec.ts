import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { noticed } from '../mutations/noticed';
import { eventAssertions, objectAssertion } from './delivery-assertions';
import { deliveryMutations, type DeliverySite } from './delivery-mutations';
import { makeDeliverySite } from './__fixtures__/delivery-site';

jest.setTimeout(120_000);

const ACCOUNT = '123456789012';

describeWithMoto('what services do on their own behalf', () => {
  let aws: LocalAws;
  let site: DeliverySite;

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT });
    site = await makeDeliverySite(aws, ACCOUNT);
  });
  afterAll(() => aws.stop());

  const arrives = async () => [
    ...(await eventAssertions(aws, site.region)),
    await objectAssertion(aws, site.bucket),
  ];
  const seen = async () => (await arrives()).map(({ id, ok, detail }) => ({ id, ok, detail }));

  it('arrives, as long as every policy admits it', async () => {
    await expect(seen()).resolves.toEqual([
      { id: `event-delivered/${site.topicRule}/${site.region}`, ok: true, detail: site.topicArn },
      { id: `event-delivered/${site.scheduleRule}/${site.region}`, ok: true, detail: expect.any(String) },
      { id: `object-replicated/${site.bucket.name}`, ok: true, detail: 'COMPLETED' },
    ]);
  });

  it.each([
    'topic-policy-denies-publish',
    'key-policy-denies-messages',
    'arn-with-wrong-region',
    'bucket-policy-denies-replication',
  ])('does not with %s, which is named, and does again afterwards', async (id) => {
    const mutation = deliveryMutations(site).find((each) => each.id === id);
    if (mutation === undefined) throw new Error(`There is no mutation ${id}.`);

    expect(noticed(mutation, await mutation.look())).toMatchObject({ ok: true });
    expect((await arrives()).every(({ ok }) => ok)).toBe(true);
  });
});
