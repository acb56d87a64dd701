import { bucketSchema, rulesFor, type Change, type Rule } from './rules';

const change = (more: Partial<Change> = {}): Change => ({
  sequence: 1,
  kind: 'object',
  bucket: 'source',
  key: 'records/1',
  versionId: 'v',
  gone: false,
  bytes: 1,
  tags: {},
  encryption: 'aws:kms',
  kmsKeyId: null,
  isReplica: false,
  ...more,
});

const ENABLED = { Status: 'Enabled' };
const rule = (more: object = {}): Rule => ({
  ID: 'all',
  Status: 'Enabled',
  Priority: 1,
  Filter: { Prefix: '' },
  DeleteMarkerReplication: ENABLED,
  SourceSelectionCriteria: { SseKmsEncryptedObjects: ENABLED, ReplicaModifications: ENABLED },
  Destination: { Bucket: 'arn:aws:s3:::destination' },
  ...more,
});
const ids = (given: Partial<Change>, ...rules: Rule[]) => rulesFor(change(given), rules).map(({ ID }) => ID);

describe('a replication rule', () => {
  it.each([
    ['an object', {}, {}, true],
    ['an object while it is disabled', {}, { Status: 'Disabled' }, false],
    ['an object with its prefix', {}, { Filter: { Prefix: 'records/' } }, true],
    ['an object with another prefix', {}, { Filter: { Prefix: 'other/' } }, false],
    ['an object with its tag', { tags: { a: 'b' } }, { Filter: { Tag: { Key: 'a', Value: 'b' } } }, true],
    ['an object without its tag', {}, { Filter: { Tag: { Key: 'a', Value: 'b' } } }, false],
    [
      'an object with one of its tags',
      { tags: { a: 'b' } },
      {
        Filter: {
          And: {
            Prefix: 'records/',
            Tag: [
              { Key: 'a', Value: 'b' },
              { Key: 'c', Value: 'd' },
            ],
          },
        },
      },
      false,
    ],
    ['an object encrypted by KMS where it selects none', {}, { SourceSelectionCriteria: {} }, false],
    ['an object not encrypted by KMS', { encryption: 'AES256' }, { SourceSelectionCriteria: {} }, true],
    ['a replica', { isReplica: true }, {}, false],
    ['a change of a replica', { kind: 'metadata', isReplica: true }, {}, true],
    [
      'a change of a replica where it selects none',
      { kind: 'metadata', isReplica: true },
      { SourceSelectionCriteria: { SseKmsEncryptedObjects: ENABLED } },
      false,
    ],
    ['a delete marker', { kind: 'delete-marker' }, {}, true],
    ['a delete marker that was replicated', { kind: 'delete-marker', isReplica: true }, {}, false],
    [
      'a delete marker where it carries none',
      { kind: 'delete-marker' },
      { DeleteMarkerReplication: { Status: 'Disabled' } },
      false,
    ],
    [
      'a delete marker where it asks for tags',
      { kind: 'delete-marker' },
      { Filter: { Tag: { Key: 'a', Value: 'b' } } },
      false,
    ],
    [
      'a delete marker without a filter',
      { kind: 'delete-marker' },
      { Filter: undefined, DeleteMarkerReplication: undefined, Prefix: 'records/' },
      true,
    ],
  ] as const)('carries %s: %o, %o: %s', (_, given, more, expected) => {
    expect(ids(given as Partial<Change>, rule(more))).toEqual(expected ? ['all'] : []);
  });

  it('goes before others with the same destination by its priority, and beside others', () => {
    const elsewhere = { Destination: { Bucket: 'arn:aws:s3:::elsewhere' } };

    expect(ids({}, rule({ ID: 'low' }), rule({ ID: 'high', Priority: 2 }))).toEqual(['high']);
    expect(ids({}, rule(), rule({ ID: 'beside', ...elsewhere }))).toEqual(['all', 'beside']);
  });

  it('is read as moto keeps it, one or several', () => {
    const kept = { ...rule(), Priority: '1', Filter: { Prefix: null } };
    const read = (Rule: unknown) =>
      bucketSchema.parse({ region: 'eu-west-1', replication: { Role: 'r', Rule } }).replication?.Rule;

    expect(read(kept)).toMatchObject([{ ID: 'all', Priority: 1 }]);
    expect(read([kept, kept])).toHaveLength(2);
    expect(bucketSchema.parse({ region: 'eu-west-1' }).replication).toBeNull();
  });
});
