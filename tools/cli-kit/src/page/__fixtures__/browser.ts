import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** Where a Chromium stands: as Debian and its like have it, or as `CHROMIUM` says. */
const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The browser of this machine; `undefined` if there is none that is known. */
export const BROWSER = PLACES.find((place) => place !== undefined && place !== '' && existsSync(place));

/** Describes what is seen in a browser. Where there is none, the tests are shown as skipped, with the reason in their name. */
export const describeInBrowser = (name: string, specs: () => void): void =>
  BROWSER === undefined
    ? describe.skip(`${name} (no Chromium here: install it, or name it in CHROMIUM)`, specs)
    : describe(name, specs);

/** A page in a browser, and what it complained about. */
export interface Opened {
  readonly page: Page;
  /** Errors of scripts and of the page's policy. */
  readonly complaints: readonly string[];
}

/** Starts the browser of this machine. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-dev-shm-usage'] });

/** Opens a text as a page, or an address. */
export async function openPage(
  browser: Browser,
  { html, url }: { readonly html?: string; readonly url?: string },
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  if (url !== undefined) await page.goto(url);
  else await page.setContent(html ?? '');
  return { page, complaints };
}
