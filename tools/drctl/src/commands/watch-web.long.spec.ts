import { describeInBrowser, openPage, startBrowser } from '@healthcare-dr/cli-kit/browser';
import { FakeTerminal } from '@healthcare-dr/cli-kit/fake-terminal';
import { ROLES } from '@healthcare-dr/topology';
import type { Browser } from 'playwright-core';
import { FakeAws, LOST, NOW, seenBy } from '../__fixtures__/aws';
import { openIncident } from '../__fixtures__/incident';
import { watchWeb } from './watch-web';

let aws: FakeAws;
beforeEach(() => {
  aws = new FakeAws();
  const pair = aws.pair();
  for (const role of ROLES) {
    const { parameters, metrics } = aws.sides[role];
    parameters[pair.sides[role].naming.parameter('compute', 'albArnSuffix')] = 'app/healthcare/1';
    metrics['RequestCount'] = [{ at: NOW - 120_000, value: 41 }];
  }
});
afterEach(() => aws.restore());

const resolver = () => Promise.reject(new Error('ENOTFOUND'));

/** Watches; after each look comes the next thing, with the page's address, and after the last one Ctrl-C. */
async function watched(happenings: ((url: string) => unknown)[]): Promise<void> {
  const interrupt = new AbortController();
  const terminal = new FakeTerminal();
  await expect(
    watchWeb({
      pair: aws.pair(),
      terminal,
      json: true,
      resolver,
      signal: interrupt.signal,
      sleep: async (ms) => {
        aws.now += ms;
        const { url } = JSON.parse(terminal.printed[0] ?? '') as { readonly url: string };
        const next = happenings.shift();
        if (next === undefined) interrupt.abort(new Error('Ctrl-C'));
        else await next(url);
      },
    }),
  ).rejects.toThrow('Ctrl-C');
}

function lose(): void {
  aws.sides.primary.dark = true;
  const { dr } = aws.sides;
  dr.metrics['HTTPCode_ELB_5XX_Count'] = [{ at: NOW - 60_000, value: 7 }];
  const incident = openIncident('failover', 'approval-required', { pagedAt: NOW });
  dr.journal = { ...dr.journal, version: 9, incident, watch: seenBy(LOST) };
  dr.history.push({
    at: NOW,
    incidentId: incident.id,
    event: 'approval-required',
    reason: { code: 'approval-required', objection: { code: 'loss-unknown' } },
    details: {},
  });
}

const viewAt = async (url: string) => (await fetch(`${url}view`)).text();

it('answers first, as the terminal does, and shows both Regions, traffic and requests', async () => {
  await watched([
    async (url) => {
      const view = await viewAt(url);
      expect(view).toMatch(
        /^<h1><span class="ok">✔ dev: primary \(eu-west-2\) writes\. Clients are served\./,
      );
      expect(view).toMatch(/class="side first writes">\s*<h3>primary · eu-west-2<span class="role">writer/);
      expect(view).toContain('eu-west-2: 41 requests in half an hour, 0 failed');
    },
  ]);
});

it('names the whole command, the steps and the dark Region once the primary is lost', async () => {
  await watched([
    lose,
    async (url) => {
      const view = await viewAt(url);
      expect(view).toMatch(/<pre>\S.* approve failover-\S+ --accept-data-loss --environment dev<\/pre>/);
      expect(view).toContain('Confirm that the Region is lost');
      expect(view).toContain('does not answer');
      expect(view.match(/DOES NOT ANSWER; not known of it: incident, hold, /g)).toHaveLength(1);
      expect(view).not.toContain('cannot tell whether an incident is open');
      expect(view).toContain('41 requests in half an hour, 7 failed');
    },
  ]);
});

it('ends with the signal, and is no longer there', async () => {
  let address = '';
  await watched([(url) => (address = url)]);
  await expect(fetch(address)).rejects.toThrow();
});

describeInBrowser('the page of drctl watch --web in a browser', () => {
  let browser: Browser;
  beforeAll(async () => (browser = await startBrowser()), 120_000);
  afterAll(() => browser.close());

  it('follows what happens by itself, fits a telephone, and says when nobody answers any more', async () => {
    let opened: Awaited<ReturnType<typeof openPage>> | undefined;
    await watched([
      async (url) => {
        opened = await openPage(browser, { url }, { viewport: { width: 390, height: 844 } });
        await opened.page.waitForSelector('h1:has-text("Clients are served")');
        lose();
      },
      async () => {
        await opened?.page.waitForSelector('h1:has-text("waits for approval")');
        expect(await opened?.page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
        expect(opened?.complaints).toEqual([]);
      },
    ]);
    await opened?.page.waitForSelector('#connection:has-text("drctl does not answer")');
  }, 120_000);
});
