import type { Assertion } from '../ledger';

/**
 * That a drill notices what was broken on purpose: one of its own assertions fails, and says what it is.
 *
 * @param what - what was broken, to go on after "with"
 * @param name - what the complaint must name
 * @param assertions - what the drill asserts of a world in which that is broken
 */
export function noticed(what: string, name: RegExp, assertions: readonly Assertion[]): Assertion {
  const failed = assertions.filter(({ ok }) => !ok);
  const naming = failed.filter(({ title, detail }) => name.test(`${title}\n${detail}`));
  const said = (naming.length > 0 ? naming : failed).map(({ title, detail }) => `${title}: ${detail}`);
  return {
    title: `With ${what}, the drill would fail and name it`,
    ok: naming.length > 0,
    detail:
      failed.length === 0
        ? `All of ${assertions.length} assertions held.`
        : naming.length === 0
          ? `None of these matches ${String(name)}:\n${said.join('\n')}`
          : said.join('\n'),
  };
}
