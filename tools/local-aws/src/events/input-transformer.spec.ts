import { InputTransformerError, transformInput } from './input-transformer';

const RULE = { Name: 'deletions', Arn: 'arn:aws:events:eu-west-1:111111111111:rule/deletions' };
const EVENT = {
  source: 'aws.s3',
  'detail-type': 'Object Deleted',
  detail: { bucket: { name: 'trail' }, size: 3, tags: ['a', 'b'] },
};
const PATHS = {
  bucket: '$.detail.bucket.name',
  size: '$.detail.size',
  second: '$.detail.tags[1]',
  whole: '$.detail.bucket',
  none: '$.detail.object.key',
};
const transform = (InputTemplate: string, InputPathsMap: Record<string, string> = PATHS) =>
  transformInput({ InputTemplate, InputPathsMap }, EVENT, RULE);

describe('an input transformer', () => {
  it('puts texts into strings as they are, and anything else as JSON', () => {
    const template = '{"text":"<second> of <bucket>","bucket":<bucket>,"size":<size>,"whole":<whole>}';
    expect(JSON.parse(transform(template))).toEqual({
      text: 'b of trail',
      bucket: 'trail',
      size: 3,
      whole: { name: 'trail' },
    });
  });

  it('leaves out what the event does not have', () => {
    expect(transform('{"text":"key <none>","key":<none>}')).toBe('{"text":"key ","key":null}');
  });

  it('knows the rule and the event by the names that are reserved', () => {
    expect(transform('"<aws.events.rule-name>"', {})).toBe('"deletions"');
    expect(JSON.parse(transform('{"event":<aws.events.event.json>}', {}))).toEqual({ event: EVENT });
  });

  it.each([
    ['a variable without a path', '<nobody>', PATHS],
    ['a path that does not begin at the event', '<bucket>', { bucket: 'detail.bucket' }],
    ['a path with what is not read here', '<bucket>', { bucket: '$.detail.*' }],
    ['JSON that comes out broken', '{"whole":"<whole>"}', PATHS],
  ])('refuses %s', (_, template, paths) => {
    expect(() => transform(template, paths)).toThrow(InputTransformerError);
  });
});
