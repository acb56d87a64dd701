import { isJournalEvent, isPhase, isRefusalCode } from '@healthcare-dr/failover-controller';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(__dirname, '..', '..', '..', 'docs', 'runbooks');
const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((page) => ({ page, text: readFileSync(join(folder, page), 'utf8') }));

/** What of a kind the runbooks name, each with its page. */
const named = (pattern: RegExp) =>
  pages.flatMap(({ page, text }) => [...text.matchAll(pattern)].map(([, name = '']) => ({ page, name })));

/** What a notification of the controller begins with; one of a single word or of a sentence is none. */
const EVENT =
  /"((?:approval|controller|failback|failover|journal|promotion|snapshot|switchover|traffic|writer)(?: (?!is )[a-z]+){1,4})"/g;

/** What is quoted and looks like an event, but is the operator's own text. */
const OTHER = ['failover by hand'];

describe('the runbooks name what the controller says by its codes', () => {
  it('events, as notifications word them', () => {
    const events = named(EVENT).filter(({ name }) => !OTHER.includes(name));
    expect(events.length).toBeGreaterThan(15);
    expect(events.filter(({ name }) => !isJournalEvent(name.replaceAll(' ', '-')))).toEqual([]);
  });

  it('phases of an incident', () => {
    const phases = pages.flatMap(({ page, text }) =>
      [...text.matchAll(/\| incident ((?:`[a-z-]+`(?:, )?)+)/g)].flatMap(([, list = '']) =>
        [...list.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => ({ page, name })),
      ),
    );
    expect(phases.length).toBeGreaterThan(2);
    expect(phases.filter(({ name }) => !isPhase(name))).toEqual([]);
  });

  it('refusals, by the code of their reason', () => {
    const { text = '' } = pages.find(({ page }) => page === 'planned-switchover.md') ?? {};
    const [, rows = ''] =
      /^ *\| Refusal, by its `reason\.code`.*\n *\| -.*\n((?: *\|.*\n)+)/m.exec(text) ?? [];
    const refusals = [...rows.matchAll(/^ *\|([^|]*)\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    );
    expect(refusals.length).toBeGreaterThan(8);
    expect(refusals.filter((name) => !isRefusalCode(name))).toEqual([]);
  });
});
