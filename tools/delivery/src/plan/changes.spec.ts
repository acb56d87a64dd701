import { change, creation, planJson } from '../__fixtures__/plans';
import {
  changedAttributes,
  changesOf,
  countChanges,
  differenceOf,
  digestOf,
  driftOf,
  SENSITIVE,
  UNKNOWN,
  verbOf,
  type Action,
} from './changes';

describe('changesOf', () => {
  it('takes managed resources that change, by address, and leaves data sources and the rest out', () => {
    const plan = planJson(
      creation('aws_vpc.b'),
      creation('aws_vpc.a'),
      { address: 'data.aws_x.d', mode: 'data', type: 'aws_x', change: { actions: ['read'] } },
      { address: 'aws_vpc.c', mode: 'managed', type: 'aws_vpc', change: { actions: ['no-op'] } },
    );

    expect(changesOf(plan).map(({ address }) => address)).toEqual(['aws_vpc.a', 'aws_vpc.b']);
  });

  it('keeps a resource that was moved though nothing of it changes', () => {
    const [moved] = changesOf(
      planJson({
        address: 'aws_vpc.new',
        previous_address: 'aws_vpc.old',
        mode: 'managed',
        type: 'aws_vpc',
        change: { actions: ['no-op'], before: {}, after: {} },
      }),
    );

    expect(moved).toMatchObject({ previousAddress: 'aws_vpc.old' });
    expect(moved && verbOf(moved)).toBe('move');
  });

  it('masks what is unknown and what is sensitive, wherever it stands', () => {
    const [masked] = changesOf(
      planJson({
        address: 'aws_db.a',
        mode: 'managed',
        type: 'aws_db',
        change: {
          actions: ['update'],
          before: { password: 'old', list: [{ key: 'secret' }], plain: 1 },
          before_sensitive: { password: true, list: [{ key: true }] },
          after: { password: 'new', list: [{ key: 'secret' }], plain: 2 },
          after_unknown: { arn: true, list: [{ id: true }], tags: {} },
          after_sensitive: { password: true, list: [{ key: true }] },
        },
      }),
    );

    expect(masked).toMatchObject({
      before: { password: SENSITIVE, list: [{ key: SENSITIVE }], plain: 1 },
      after: { password: SENSITIVE, list: [{ key: SENSITIVE, id: UNKNOWN }], plain: 2, arn: UNKNOWN },
    });
    expect(JSON.stringify(masked)).not.toMatch(/secret|"old"|"new"/);
  });

  it('refuses a format it does not know', () => {
    expect(() => changesOf(JSON.stringify({ format_version: '2.0' }))).toThrow('format_version');
  });
});

describe('driftOf', () => {
  it('takes what was changed behind the back of Terraform', () => {
    const plan = JSON.stringify({
      format_version: '1.2',
      resource_changes: [creation('aws_vpc.wanted')],
      resource_drift: [
        {
          address: 'aws_vpc.drifted',
          mode: 'managed',
          type: 'aws_vpc',
          change: { actions: ['update'], before: { tags: 1 }, after: { tags: 2 } },
        },
      ],
    });

    expect(driftOf(plan).map(({ address }) => address)).toEqual(['aws_vpc.drifted']);
  });
});

describe('digestOf', () => {
  it('is the same whatever the order of attributes is, and another for every other plan', () => {
    const one = change('aws_vpc.a', { after: { x: 1, y: [1, { b: 1, a: 2 }] } });
    const same = change('aws_vpc.a', { after: { y: [1, { a: 2, b: 1 }], x: 1 } });

    expect(digestOf([one])).toBe(digestOf([same]));
    expect(digestOf([one])).toMatch(/^[0-9a-f]{64}$/);
    for (const other of [
      change('aws_vpc.b', { after: one.after }),
      change('aws_vpc.a', { after: { x: 2, y: one.after } }),
      change('aws_vpc.a', { after: one.after, actions: ['delete', 'create'] }),
      change('aws_vpc.a', { after: one.after, before: { a: 9 } }),
    ]) {
      expect(digestOf([other])).not.toBe(digestOf([one]));
    }
  });

  it('does not depend on what is masked', () => {
    const plan = (password: string) =>
      planJson(creation('aws_db.a', { password }, { after_sensitive: { password: true } }));

    expect(digestOf(changesOf(plan('one')))).toBe(digestOf(changesOf(plan('two'))));
  });
});

describe('verbOf', () => {
  it.each<[Action[], string]>([
    [['create'], 'create'],
    [['update'], 'update'],
    [['delete'], 'destroy'],
    [['delete', 'create'], 'replace'],
    [['create', 'delete'], 'replace'],
    [['forget'], 'forget'],
    [['create', 'forget'], 'create'],
  ])('calls %j %s', (actions, verb) => {
    expect(verbOf({ actions })).toBe(verb);
  });

  it('is counted', () => {
    const changes = [change('a.a'), change('a.b'), change('a.c', { actions: ['delete'] })];

    expect(countChanges(changes)).toEqual({
      create: 0,
      update: 2,
      replace: 0,
      destroy: 1,
      forget: 0,
      move: 0,
    });
  });
});

describe('differenceOf', () => {
  it('names what only one of two plans does, and what they do otherwise', () => {
    const approved = [change('a.same'), change('a.other'), change('a.gone')];
    const found = [change('a.same'), change('a.other', { after: { a: 3 } }), change('a.new')];

    expect(differenceOf(approved, found)).toEqual([
      'gone: update a.gone',
      'new: update a.new',
      'other: update a.other',
    ]);
  });
});

describe('changedAttributes', () => {
  it('names them, and none of what is created', () => {
    expect(
      changedAttributes(
        change('a.a', { before: { x: 1, y: { b: 1, a: 2 } }, after: { x: 2, y: { a: 2, b: 1 }, z: 1 } }),
      ),
    ).toEqual(['x', 'z']);
    expect(changedAttributes(change('a.a', { before: null }))).toEqual([]);
  });
});
