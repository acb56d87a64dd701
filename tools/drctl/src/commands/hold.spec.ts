import { FakeTerminal } from '@healthcare-dr/cli-kit/fake-terminal';
import { FakeAws, HOLD_PARAMETER } from '../__fixtures__/aws';
import { setHold } from './hold';

let aws: FakeAws;
let terminal: FakeTerminal;
beforeEach(() => {
  aws = new FakeAws();
  terminal = new FakeTerminal();
});
afterEach(() => aws.restore());

const HELD = { held: true, reason: 'works on the network' };
const set = (hold = HELD, yes = true) => setHold({ pair: aws.pair(), terminal, hold, yes, json: false });

it('holds both Regions and shows before and after', async () => {
  expect(await set()).toBe(0);
  expect(aws.written.sort()).toEqual([`dr ${HOLD_PARAMETER}`, `primary ${HOLD_PARAMETER}`]);
  expect(JSON.parse(aws.sides.dr.parameters[HOLD_PARAMETER] ?? '')).toEqual(HELD);
  expect(terminal.text).toContain('ok | dr | eu-west-1 | before: off | after: held: works on the network');
});

it('lets go again', async () => {
  await set();
  expect(await set({ held: false, reason: '' })).toBe(0);
  expect(terminal.text).toContain('before: held: works on the network | after: off');
});

it('succeeds with the primary dark, and says that it is to be done again', async () => {
  aws.sides.primary.dark = true;
  expect(await set()).toBe(0);
  expect(terminal.text).toContain('ATTENTION | primary | eu-west-2 | before: does not answer');
  expect(terminal.text).toContain('Not written in eu-west-2: do it again once the Region answers.');
});

it('fails with dr dark: its controller is the one that acts', async () => {
  aws.sides.dr.dark = true;
  expect(await set()).toBe(1);
  expect(terminal.text).toContain('NOT DONE');
});

it('repairs a switch that nobody can read, and makes none where there is no controller', async () => {
  aws.sides.dr.parameters[HOLD_PARAMETER] = 'on';
  aws.sides.primary.parameters = {};
  expect(await set()).toBe(0);
  expect(aws.written).toEqual([`dr ${HOLD_PARAMETER}`]);
});

it('writes only once the environment is named', async () => {
  terminal.answers = ['prod'];
  expect(await set(HELD, false)).toBe(1);
  expect(aws.written).toEqual([]);
  expect(terminal.text).toContain('no failover either');
  terminal.answers = ['dev'];
  expect(await set(HELD, false)).toBe(0);
});
