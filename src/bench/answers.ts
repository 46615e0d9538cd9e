/** `npm run bench -- answers [SIZE…]`: how fast and how right, beside what a shop could use instead. */
import { quantile } from '../understanding/metrics.ts';
import { contenders } from './answers/contenders.ts';
import { measureRebuild } from './answers/rebuild.ts';
import { runWithin, type Shown } from './answers/run.ts';

const usualSizes = [600, 10_000, 100_000];
const askedPerBank = 500;
/** Slow contenders show what they can in this time; the table says how many questions that were. */
const budget = { learningMs: 90_000, askingMs: 15_000 };

const rebuiltSize = 10_000;

/** Prints one table for each made-up bank, every contender in a process of its own; then what a rebuild costs others. */
export async function benchAnswers(sizes: readonly number[] = []): Promise<void> {
  for (const size of sizes.length > 0 ? sizes : usualSizes) {
    const title = `made up, ${size.toLocaleString('en')} phrasings`;
    process.stdout.write(
      `\n${title}\n${line(['', 'top-1', 'asked', 'p50 ms', 'p99 ms', 'learnt in s', 'MB', 'peak MB'])}`,
    );
    for (const { name } of contenders) {
      const shown = await runWithin({ contender: name, size, asked: askedPerBank }, budget);
      process.stdout.write(line([name, ...cellsOf(shown)]));
    }
  }
  process.stdout.write(`\n${await measureRebuild(rebuiltSize)}`);
}

function cellsOf({ learnt, answered, failed }: Shown): string[] {
  if (failed !== undefined) return [failed];
  if (!learnt) return ['–', '–', '–', '–', `> ${budget.learningMs / 1000}`, '–', '–'];
  const learning = [
    (learnt.ms / 1000).toFixed(1),
    learnt.megabytes.toFixed(0),
    learnt.peakMegabytes.toFixed(0),
  ];
  if (answered.length === 0) return ['–', '0', `> ${budget.askingMs}`, '–', ...learning];
  const times = answered.map(({ ms }) => ms);
  const right = answered.filter((each) => each.right).length;
  return [
    `${((100 * right) / answered.length).toFixed(1)} %`,
    String(answered.length),
    quantile(times, 0.5).toFixed(2),
    quantile(times, 0.99).toFixed(2),
    ...learning,
  ];
}

function line([first = '', ...cells]: readonly string[]): string {
  return `${first.padEnd(24)}${cells.map((cell) => cell.padStart(12)).join('')}\n`;
}
