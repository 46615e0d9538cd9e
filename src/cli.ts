/** The command line: `npm run -s shopdesk -- COMMAND`. Standard output carries results only. */
import { Command } from 'commander';
import { messageOf, ShopdeskError } from './core/errors.ts';

const program = new Command('shopdesk').description(
  'The service desk of an online shop, from the command line.',
);

const evaluate = program
  .command('eval')
  .description('Measure a part on files of your own; prints one JSON object.');

evaluate
  .command('answers')
  .description('how well questions find their answers')
  .requiredOption('--bank <file>', 'JSON lines {"text","label"}: the phrasings the bank knows')
  .requiredOption('--questions <file>', 'JSON lines {"text","label"}; label __oos__ cannot be answered')
  .option('--per-label <count>', 'draw this many phrasings per label', positiveInteger)
  .option('--seed <seed>', 'seed of that draw', wholeNumber, 1)
  .option('--typos <seed>', 'pass each question through the seeded typo generator', wholeNumber)
  .option('--predictions <file>', 'write one JSON line per question')
  .action(async (options) => {
    const { evaluateAnswers } = await import('./understanding/evaluate.ts');
    print(await evaluateAnswers(options));
  });

/** One JSON object, nothing else. */
function print(result: object): void {
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new ShopdeskError('cli.number', `"${text}" is not a whole number.`);
  return value;
}

function positiveInteger(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new ShopdeskError('cli.number', `"${text}" is not a positive number.`);
  return value;
}

try {
  await program.parseAsync();
} catch (error) {
  const remedy = error instanceof ShopdeskError && error.remedy ? ` ${error.remedy}` : '';
  process.stderr.write(`${messageOf(error)}${remedy}\n`);
  process.exitCode = 1;
}
