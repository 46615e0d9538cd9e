/** Starts the server as the settings say, prints where to find it, and stops it on a signal. */
import { pino } from 'pino';
import { startApp } from './app.ts';
import { systemClock } from './core/clock.ts';
import { explain, messageOf } from './core/errors.ts';
import { createPrintedLog } from './printed-log.ts';
import { readSettings } from './settings.ts';

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  // At once, so that the last words before an end are not lost.
  const out = pino.destination({ fd: 2, sync: true });
  const log = createPrintedLog({
    level: settings.logLevel,
    isTerminal: process.stderr.isTTY,
    write: (line) => void out.write(line),
    clock: systemClock,
  });
  const app = await startApp(settings, { log });
  // Before anybody is told that it is there, and may ask it to end.
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    clearInterval(watch);
    log.info({ signal }, 'Closing: finishing what was accepted');
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error: messageOf(error) }, 'Closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const watch = onOrphaned(() => stop('npm is gone'));

  const address = settings.publicUrl ?? `http://localhost:${app.port}`;
  process.stdout.write(
    [
      'Shopdesk is open.',
      `  ${app.isDemo ? 'The demo shop with the chat  ' : 'A page to try the chat on    '} ${address}/`,
      `  Direct Line for other clients ${address}/v3/directline`,
      `  Bot Framework channels        ${address}/api/messages`,
      `  Health                        ${address}/healthz`,
      ...(app.deskLink
        ? [`  Be the first person at the desk (works once): ${address}${app.deskLink}`]
        : [`  The desk of your people       ${address}/desk`]),
      ...(app.newSecret
        ? [`  DIRECT_LINE_SECRET, made for this shop and shown only now: ${app.newSecret}`]
        : []),
      '',
    ].join('\n'),
  );

  void app.warm();
}

/**
 * npm passes a signal on to its shell, and some shells die of it and keep it to themselves. Whoever was started by npm
 * and has lost its parent was meant by that signal, too.
 */
function onOrphaned(act: () => void): NodeJS.Timeout | undefined {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => process.ppid !== parent && act(), 500).unref();
}
