/** The command line: `npm run -s shopdesk -- COMMAND`. Standard output carries results only. */
import { Command } from 'commander';
import { messageOf, ShopdeskError } from './core/errors.ts';

const program = new Command('shopdesk').description(
  'The service desk of an online shop, from the command line.',
);

program
  .command('ask')
  .description('ask the bot one question: its answer, zone, confidence and trace')
  .argument('<question...>')
  .option('--json', 'print one JSON object')
  .action(async (words: string[], { json }: { json?: boolean }) => {
    const [{ askBot }, { readSettings }] = await Promise.all([import('./ask.ts'), import('./settings.ts')]);
    const asked = await askBot(words.join(' '), readSettings(process.env).knowledgeFolder);
    if (json) return print(asked);
    const { answer, buttons, zone, confidence, trace } = asked;
    process.stdout.write(`${answer.join('\n\n')}\n${buttons.map((title) => `  [${title}]\n`).join('')}\n`);
    process.stdout.write(`zone        ${zone}\nconfidence  ${confidence.toFixed(3)}\ntrace       `);
    print(trace);
  });

program
  .command('trace')
  .description('what was said in a conversation, and why the bot said it; prints one JSON object')
  .argument('<conversation>', 'id of the conversation')
  .action(async (id: string) => {
    const { traceConversation } = await import('./inspect.ts');
    const { readSettings } = await import('./settings.ts');
    print(await traceConversation(readSettings(process.env), id));
  });

program
  .command('transcript')
  .description('a logged conversation as a transcript that test/conversations replays')
  .argument('<conversation>', 'id of the conversation')
  .action(async (id: string) => {
    const [{ transcriptOf }, { readSettings }] = await Promise.all([
      import('./inspect.ts'),
      import('./settings.ts'),
    ]);
    process.stdout.write(await transcriptOf(readSettings(process.env), id));
  });

program
  .command('settings')
  .description("every setting with its default and meaning, as the README's table")
  .action(async () => {
    const { settingsTable } = await import('./settings.ts');
    process.stdout.write(settingsTable());
  });

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

evaluate
  .command('matching')
  .description('how well equal products are told from others; trains on the given pairs')
  .requiredOption('--train <file>', 'JSON lines {"left","right","match"}')
  .requiredOption('--valid <file>', 'pairs to choose the threshold on')
  .requiredOption('--test <file>', 'pairs to report')
  .option('--predictions <file>', 'write one JSON line per test pair')
  .action(async (options) => {
    const { evaluateMatching } = await import('./commerce/matching/evaluate.ts');
    print(await evaluateMatching(options));
  });

evaluate
  .command('offers')
  .description('how often a request over several shops is answered with exactly the right offers')
  .requiredOption('--shop <file>', 'WooCommerce CSV export of one shop; repeat for each', collect, [])
  .requiredOption('--tasks <file>', 'JSON lines {"kind","question","offers":[{"shop","id","name"}]}')
  .option('--currency <code>', 'ISO 4217 currency of prices without a sign', 'EUR')
  .option('--predictions <file>', 'write one JSON line per task')
  .action(async (options) => {
    const { evaluateOffers } = await import('./commerce/offers/evaluate.ts');
    print(await evaluateOffers(options));
  });

evaluate
  .command('recommend')
  .description('how well recommendations foresee what customers buy next, beside the usual baselines')
  .requiredOption('--purchases <file>', 'CSV of order lines: user, item, day, invoice, qty')
  .requiredOption('--items <file>', 'CSV of items: item, description, last_price')
  .requiredOption('--until <date>', 'train on what lies before this date, YYYY-MM-DD')
  .requiredOption('--window <days>', 'measure on this many days from it on', positiveInteger)
  .action(async (options) => {
    const { evaluateRecommend } = await import('./commerce/recommend/evaluate.ts');
    print(await evaluateRecommend(options));
  });

/** One JSON object, nothing else. */
function print(result: object): void {
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
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
