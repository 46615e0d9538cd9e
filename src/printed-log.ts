/** The log as it is printed: a JSON object a line for programs, plain words for whoever sits at the terminal. */
import { pino } from 'pino';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';

/** What is wrong for an hour is said once a minute, not once a second. */
const repeatMs = 60_000;
const mostRemembered = 1_000;

export interface PrintedLogOptions {
  readonly level: string;
  /** Somebody reads along. */
  readonly isTerminal: boolean;
  readonly write: (line: string) => void;
  readonly clock: Clock;
}

export function createPrintedLog({ level, isTerminal, write, clock }: PrintedLogOptions): Log {
  const printed: Log = pino(
    { level, base: undefined },
    { write: (line) => write(isTerminal ? readable(line) : line) },
  );
  return {
    debug: (fields, message) => printed.debug(fields, message),
    info: (fields, message) => printed.info(fields, message),
    warn: onceInAWhile((fields, message) => printed.warn(fields, message), clock),
    error: onceInAWhile((fields, message) => printed.error(fields, message), clock),
  };
}

/** Says the same again only after a while, and then how often it was left unsaid. */
function onceInAWhile(say: Log['warn'], clock: Clock): Log['warn'] {
  let said = new Map<string, { at: number; unsaid: number }>();
  return (fields, message) => {
    const now = clock.now();
    const key = `${message} ${JSON.stringify(fields)}`;
    const before = said.get(key);
    if (before && now - before.at < repeatMs) {
      before.unsaid++;
      return;
    }
    if (said.size >= mostRemembered) said = new Map();
    said.set(key, { at: now, unsaid: 0 });
    say(before?.unsaid ? { ...fields, unsaid: before.unsaid } : fields, message);
  };
}

const names: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

/** `22:24:29 warn  A file has an error  file=faq/hours.md line=4`, in the time of the machine. */
function readable(line: string): string {
  const { level, time, msg, ...fields }: { level: number; time: number; msg: string } = JSON.parse(line);
  const clockTime = new Date(time).toTimeString().slice(0, 8);
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${worded(value)}`);
  return `${[clockTime, (names[level] ?? '').padEnd(5), msg, '', ...shown].join(' ').trimEnd()}\n`;
}

/** Quoted wherever it is not a plain word: what came from outside may hold line ends and the terminal's own signs. */
function worded(value: unknown): string {
  if (typeof value === 'string' && /^[\w./:@+-]+$/.test(value)) return value;
  return JSON.stringify(value).replace(
    /[\u007f-\u009f]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
