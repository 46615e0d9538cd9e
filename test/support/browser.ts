/** A real browser for tests: Chromium out of its npm package, with no system package needed, also as root. */
import { mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import axeCore from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

export interface OpenOptions {
  readonly phone?: boolean;
  readonly dark?: boolean;
  /** BCP 47, what the browser asks for. */
  readonly language?: string;
  /** A context of `newContext`, to share storage with another page. */
  readonly context?: BrowserContext;
}

let launched: Promise<Browser | undefined> | undefined;

/**
 * True when this machine can run the browser; says why in one line when it cannot. Use as
 * `describe.runIf(await canRunBrowser())`.
 */
export async function canRunBrowser(): Promise<boolean> {
  return (await launchOnce()) !== undefined;
}

/** Opens `url` in a page of its own storage, as a desktop (1280 × 800) or a phone (390 × 844, touch). */
export async function openPage(url: string, options: OpenOptions = {}): Promise<Page> {
  const context = options.context ?? (await newContext(options));
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Storage, cookies and a screen of their own. */
export async function newContext({ phone, dark, language }: OpenOptions = {}): Promise<BrowserContext> {
  const browser = await launchOnce();
  if (!browser) throw new Error('No browser runs on this machine: guard the suite with canRunBrowser().');
  return browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
    isMobile: phone === true,
    hasTouch: phone === true,
    deviceScaleFactor: phone ? 2 : 1,
    colorScheme: dark ? 'dark' : 'light',
    locale: language ?? 'en-US',
    reducedMotion: 'reduce',
  });
}

/** Closes the browser; call it in `afterAll`. */
export async function closeBrowser(): Promise<void> {
  const browser = await launched;
  launched = undefined;
  await browser?.close();
}

/** Asserts that axe-core finds nothing wrong (WCAG 2.2 A and AA, and best practice) on the page, shadow roots included. */
export async function axe(page: Page): Promise<void> {
  // Through the debugger, so that the page's own content policy stays as strict as it is.
  await page.evaluate(`if (!window.axe) { ${axeCore.source} }`);
  const violations: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
       violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ target, failureSummary }) => [target.flat().join(' '), failureSummary]) })))`,
  );
  expect(violations).toEqual([]);
}

function launchOnce(): Promise<Browser | undefined> {
  launched ??= launch().catch((error: unknown) => {
    console.warn(`Browser tests are skipped: ${String(error).split('\n', 1)[0]}`);
    return undefined;
  });
  return launched;
}

async function launch(): Promise<Browser> {
  const { program, libraries } = await unpack();
  const start = (env: NodeJS.ProcessEnv) =>
    chromium.launch({
      executablePath: program,
      env,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
  try {
    return await start(process.env);
  } catch {
    // The system has no NSS: the package brings its own.
    const path = [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
    return await start({ ...process.env, LD_LIBRARY_PATH: path });
  }
}

/**
 * Unpacks the browser once per version into the temporary folder. Made under another name and moved when whole,
 * because several test workers may do so at once.
 */
async function unpack(): Promise<{ program: string; libraries: string }> {
  const version = await packageVersion();
  const home = join(tmpdir(), `shopdesk-chromium-${version}`);
  const found = { program: join(home, 'chromium'), libraries: join(home, 'al2023', 'lib') };
  if (await exists(found.program)) return found;
  const staging = await mkdtemp(`${home}-`);
  await unpackInto(staging);
  // When another worker was faster, its copy is as good.
  await rename(staging, home).catch(() => rm(staging, { recursive: true, force: true }));
  return found;
}

async function packageVersion(): Promise<string> {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const description: { version?: unknown } = JSON.parse(
    await readFile(join(dirname(main), '..', '..', 'package.json'), 'utf8'),
  );
  return String(description.version);
}

/** The package unpacks into the temporary folder it sees, and its libraries only when it believes to be on AWS. */
async function unpackInto(folder: string): Promise<void> {
  const { TMPDIR, AWS_LAMBDA_JS_RUNTIME, LD_LIBRARY_PATH } = process.env;
  Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' });
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    await packaged.executablePath();
  } finally {
    restore({ TMPDIR, AWS_LAMBDA_JS_RUNTIME, LD_LIBRARY_PATH });
  }
}

function restore(variables: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
