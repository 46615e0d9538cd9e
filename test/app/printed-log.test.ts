/** What the operator reads: said plainly in a terminal, and not over and over. */
import { expect, it } from 'vitest';
import { createPrintedLog } from '../../src/printed-log.ts';
import { manualClock } from '../support/manual-clock.ts';

function listen(isTerminal: boolean) {
  const lines: string[] = [];
  const clock = manualClock();
  const log = createPrintedLog({ level: 'info', isTerminal, write: (line) => void lines.push(line), clock });
  return { lines, clock, log };
}

it('is JSON for programs', () => {
  const { lines, log } = listen(false);
  log.info({ file: 'faq/hours.md' }, 'Read');
  log.debug({}, 'too much');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 30, time: expect.any(Number), file: 'faq/hours.md', msg: 'Read' },
  ]);
});

it('is plain words in a terminal, which nothing from outside can take over', () => {
  const { lines, log } = listen(true);
  log.warn({ file: 'faq/hours.md', line: 4, reason: 'no\n\u001b[2J\u009bsuch day' }, 'A file has an error');
  expect(lines.map((line) => line.replace(/^\d\d:\d\d:\d\d/, 'TIME'))).toEqual([
    'TIME warn  A file has an error  file=faq/hours.md line=4 reason="no\\n\\u001b[2J\\u009bsuch day"\n',
  ]);
});

it('says the same trouble once a minute, and how often it was left unsaid', () => {
  const { lines, clock, log } = listen(false);
  for (let second = 0; second < 3; second++) {
    log.warn({ error: 'gone' }, 'The store is away');
    log.warn({ error: 'gone' }, 'The sweep failed');
    clock.advance(1_000);
  }
  expect(lines).toHaveLength(2);
  clock.advance(60_000);
  log.warn({ error: 'gone' }, 'The store is away');
  expect(lines.slice(2).map((line) => JSON.parse(line))).toEqual([
    { level: 40, time: expect.any(Number), error: 'gone', unsaid: 2, msg: 'The store is away' },
  ]);
});
