import { blocksOf, isSetting, runbookPages, type Block } from './blocks';
import { RUNBOOK_BLOCKS } from './registry';

const BLOCKS = runbookPages()
  .flatMap(blocksOf)
  .filter((block) => !isSetting(block));

const registered = (kind: string): Block[] => BLOCKS.filter(({ id }) => RUNBOOK_BLOCKS[id]?.kind === kind);

it('every block of a runbook is executed somewhere, or it is said why not', () => {
  expect(BLOCKS.length).toBeGreaterThan(100);
  expect(BLOCKS.map(({ id }) => id).filter((id) => RUNBOOK_BLOCKS[id] === undefined)).toEqual([]);
});

it('no registration is of a block that is not there', () => {
  const ids = new Set(BLOCKS.map(({ id }) => id));
  expect(Object.keys(RUNBOOK_BLOCKS).filter((id) => !ids.has(id))).toEqual([]);
  expect(ids.size).toBe(BLOCKS.length);
});

/** Calls of programs in a block: the words after `aws` and after `npm run`. */
const callsIn = ({ text }: Block): readonly string[] => {
  const lines = text.replaceAll(/\\\n\s*/g, ' ');
  const aws = [...lines.matchAll(/\baws ([\w-]+) ([\w-]+)/g)].map(
    ([, service, verb]) => `${service} ${verb}`,
  );
  const npm = [...lines.matchAll(/\bnpm run (\S+)(?: -- (\S+))?/g)].map(
    ([, name, verb]) => `${name} ${verb}`,
  );
  return [...aws, ...npm];
};

const LOOKS =
  /^(?:[\w-]+ (?:describe|get|list|head|lookup|filter|receive)-[\w-]+|dynamodb query|s3 ls|lambda invoke|drctl (?:status|readiness)|deploy --status)$/;

it('what is said to look only calls nothing that changes anything', () => {
  const calls = registered('look').flatMap((block) => callsIn(block).map((call) => `${block.id}: ${call}`));
  expect(calls.length).toBeGreaterThan(50);
  expect(calls.filter((call) => !LOOKS.test(call.replace(/^\S+: /, '')))).toEqual([]);
  const invoked = registered('look').filter(({ text }) => text.includes('lambda invoke'));
  expect(
    invoked.filter(({ text }) => !/"operation":"status"|"dryRun":true/.test(text)).map(({ id }) => id),
  ).toEqual([]);
});

it('what acts switches a hold, a schedule or a trail, and nothing else', () => {
  const calls = registered('act').flatMap((block) => callsIn(block));
  expect(calls.length).toBeGreaterThan(5);
  const switches =
    /^(?:ssm put-parameter|events (?:en|dis)able-rule|cloudtrail start-logging|drctl (?:hold|resume))$/;
  expect(calls.filter((call) => !LOOKS.test(call) && !switches.test(call))).toEqual([]);
});
