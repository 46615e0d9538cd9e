/** `npm run bench -- answers [BANK QUESTIONS]`: how fast and how right, beside what a shop could use instead. */
import { messageOf } from '../core/errors.ts';
import { quantile } from '../understanding/metrics.ts';
import { type Bank, bankFromFiles, madeUpBank } from './answers/bank.ts';
import { type Contender, contenders } from './answers/contenders.ts';

const madeUpSizes = [600, 10_000, 100_000];
const askedPerBank = 500;
/** Slow contenders are asked as many questions as fit into this. */
const mostAskingMs = 20_000;

/** Prints one table for each bank: made-up ones of three sizes, or the bank of the two files. */
export async function benchAnswers(files: readonly string[] = []): Promise<void> {
  const [bankFile, questionFile] = files;
  const banks =
    bankFile && questionFile
      ? [await bankFromFiles(bankFile, questionFile)]
      : madeUpSizes.map((size) => madeUpBank(size, askedPerBank));
  for (const bank of banks) {
    process.stdout.write(
      `\n${bank.name}\n${line(['', 'top-1', 'asked', 'p50 ms', 'p99 ms', 'learnt in s', 'MB'])}`,
    );
    for (const contender of contenders) {
      if (bank.phrasings.length > contender.mostPhrasings) continue;
      try {
        process.stdout.write(line(await measure(contender, bank)));
      } catch (error) {
        process.stdout.write(line([contender.name, messageOf(error)]));
      }
    }
  }
}

async function measure({ name, learn }: Contender, { phrasings, questions }: Bank): Promise<string[]> {
  const memoryBefore = process.memoryUsage().rss;
  const started = performance.now();
  const answerer = await learn(phrasings);
  const learntMs = performance.now() - started;
  const times: number[] = [];
  let right = 0;
  const from = performance.now();
  for (const { text, label } of questions) {
    const before = performance.now();
    const answer = await answerer.answer(text);
    times.push(performance.now() - before);
    if (answer === label) right++;
    if (performance.now() - from > mostAskingMs) break;
  }
  const megabytes = (process.memoryUsage().rss - memoryBefore) / 1e6;
  await answerer.close?.();
  return [
    name,
    `${((100 * right) / times.length).toFixed(1)} %`,
    String(times.length),
    quantile(times, 0.5).toFixed(2),
    quantile(times, 0.99).toFixed(2),
    (learntMs / 1000).toFixed(1),
    megabytes.toFixed(0),
  ];
}

function line([first = '', ...cells]: readonly string[]): string {
  return `${first.padEnd(24)}${cells.map((cell) => cell.padStart(12)).join('')}\n`;
}
