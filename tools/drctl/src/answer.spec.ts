import { setTimeout } from 'node:timers/promises';
import { ask, isDark, orAbsent, QUESTION_LIMIT_MS, SECOND_QUESTION_LIMIT_MS } from './answer';
import { named } from './__fixtures__/aws';

/** What an operator may wait for a look with a Region that hangs, and what of it is for the start of the program, in milliseconds. */
const LOOK_MS = 7_000;
const START_MS = 600;

it('leaves a look, with one question after another, within seven seconds from the start of the program', () => {
  expect(START_MS + QUESTION_LIMIT_MS + SECOND_QUESTION_LIMIT_MS).toBeLessThanOrEqual(LOOK_MS);
});

describe('ask', () => {
  it('ends with its limit although the call goes on, and tells the call', async () => {
    let signal: AbortSignal | undefined;
    const answer = await ask(({ abortSignal }) => {
      signal = abortSignal;
      return new Promise<never>(() => undefined);
    }, 20);
    expect(answer).toEqual({ known: false, reason: 'no answer within 0.02 s', dark: true });
    expect(signal?.aborted).toBe(true);
  });

  it('counts no time in which this process itself did not run', async () => {
    const answer = await ask(async () => {
      const until = performance.now() + 400;
      while (performance.now() < until);
      await setTimeout(20);
      return 'here';
    }, 300);
    expect(answer).toEqual({ known: true, value: 'here' });
  });

  it('takes a refusal for an answer, and none for a Region that is dark', async () => {
    const refused = await ask(() => Promise.reject(named('AccessDenied', 'not yours\nat all')));
    expect(refused).toEqual({ known: false, reason: 'AccessDenied: not yours', dark: false });
    const reset = Object.assign(new Error('read'), { code: 'ECONNRESET' });
    expect(await ask(() => Promise.reject(reset))).toMatchObject({ known: false, dark: true });
  });

  it.each([
    ['ThrottlingException', false],
    ['TimeoutError', true],
    ['AbortError', true],
  ])('%s: dark %s', (name, dark) => {
    expect(isDark(named(name))).toBe(dark);
  });
});

describe('orAbsent', () => {
  it.each(['ParameterNotFound', 'DBClusterNotFoundFault', 'ResourceNotFoundException'])(
    'takes %s for absence',
    async (name) => {
      await expect(orAbsent(Promise.reject(named(name)))).resolves.toBeUndefined();
    },
  );

  it('takes a refusal for no absence', async () => {
    await expect(orAbsent(Promise.reject(named('AccessDenied')))).rejects.toThrow('AccessDenied');
  });
});
