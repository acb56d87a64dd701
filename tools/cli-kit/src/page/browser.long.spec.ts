import type { Browser, BrowserContextOptions } from 'playwright-core';
import { CHART_STYLE, markup, page, PAIR_STYLE, pairPicture, timeChart } from '.';
import { describeInBrowser, openPage, startBrowser, type Opened } from './__fixtures__/browser';

const side = (name: string, writes: boolean) => ({
  name,
  writes,
  serves: writes,
  lines: [{ state: 'ok' as const, text: 'every task of the service answers its health check' }],
});

const text = page({
  title: 'Sample',
  style: PAIR_STYLE + CHART_STYLE,
  script: "document.title = 'ran'",
  body: markup`<h1>Sample</h1>
${pairPicture({
  sides: [side('primary · eu-west-2', false), side('dr · eu-west-1', true)],
  link: { state: 'attention', text: 'lag 1.2 s' },
  clients: { state: 'ok', text: 'served' },
})}
${timeChart({
  title: 'Requests',
  from: 0,
  to: 60_000,
  rows: [{ name: 'writes', spans: [{ from: 0, to: 30_000, state: 'failed', text: 'write failed' }] }],
  moments: [{ at: 30_000, text: 'promotion requested' }],
})}
<details><summary>more</summary><pre id="folded">${'x'.repeat(300)}</pre></details>`,
});

describeInBrowser('a page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => (browser = await startBrowser()), 120_000);
  afterAll(() => browser.close());

  const open = (options?: BrowserContextOptions) => openPage(browser, { html: text }, options);
  // In the browser's words: its types are not those of this workspace.
  const evaluate = <Result>({ page: shown }: Opened, words: string) => shown.evaluate<Result>(words);
  const GROUND = 'getComputedStyle(document.body).backgroundColor';

  it('runs its own style and script under its own policy, and complains of nothing', async () => {
    const opened = await open();
    expect(opened.complaints).toEqual([]);
    expect(await opened.page.title()).toBe('ran');
    expect(await evaluate(opened, "getComputedStyle(document.querySelector('.pair')).display")).toBe('grid');
  }, 60_000);

  it('is light or dark as the reader’s system is, and light on paper', async () => {
    const [light, dark] = [await open({ colorScheme: 'light' }), await open({ colorScheme: 'dark' })];
    const white = await evaluate<string>(light, GROUND);
    expect(await evaluate<string>(dark, GROUND)).not.toBe(white);
    await dark.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await evaluate<string>(dark, GROUND)).toBe(white);
  }, 60_000);

  it.each([1200, 390, 320])(
    'fits %i pixels: only tables and charts scroll',
    async (width) => {
      const opened = await open({ viewport: { width, height: 800 } });
      expect(await evaluate<number>(opened, 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        width,
      );
    },
    60_000,
  );

  it('has the writer to the right of the standby, and below it where it is narrow', async () => {
    const places = async (width: number) => {
      const { page: shown } = await open({ viewport: { width, height: 800 } });
      return Promise.all(
        ['.side:not(.writes)', '.side.writes'].map((one) => shown.locator(one).boundingBox()),
      );
    };
    const [standby, writer] = await places(1200);
    expect(writer?.y).toBe(standby?.y);
    expect(writer?.x).toBeGreaterThan((standby?.x ?? 0) + (standby?.width ?? 0));
    const [above, below] = await places(390);
    expect(below?.x).toBe(above?.x);
    expect(below?.y).toBeGreaterThan((above?.y ?? 0) + (above?.height ?? 0));
  }, 60_000);

  it('is unfolded on paper', async () => {
    const opened = await open();
    const isShown = "document.querySelector('#folded').checkVisibility()";
    expect(await evaluate<boolean>(opened, isShown)).toBe(false);
    await opened.page.emulateMedia({ media: 'print' });
    expect(await evaluate<boolean>(opened, isShown)).toBe(true);
  }, 60_000);
});
