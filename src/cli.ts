/** The command line: `npm run -s shopdesk -- COMMAND`. Standard output carries results only. */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { alertKinds } from './alerts/kind-names.ts';
import { explain, hasErrorCode } from './core/errors.ts';
import type { Log } from './core/log.ts';
import type { Settings } from './settings.ts';

const program = new Command('shopdesk')
  .description('The service desk of an online shop, from the command line.')
  .showHelpAfterError('Add --help to see how it is used.');

program
  .command('serve')
  .description('start the server, as npm start does')
  .action(async () => {
    await import('./main.ts');
  });

program
  .command('ask')
  .description('ask the bot one question: its answer, zone, confidence and trace')
  .argument('<question...>', 'as a shopper would write it')
  .option('--json', 'print one JSON object')
  .action(async (words: string[], { json }: { json?: boolean }) => {
    const { askBot } = await import('./commands/ask.ts');
    const asked = await askBot(words.join(' '), (await settings()).knowledgeFolder, await warnings());
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
    print(await traceConversation(await settings(), id));
  });

program
  .command('transcript')
  .description('a logged conversation as a transcript that test/conversations replays')
  .argument('<conversation>', 'id of the conversation')
  .action(async (id: string) => {
    const { transcriptOf } = await import('./inspect.ts');
    process.stdout.write(await transcriptOf(await settings(), id));
  });

const knowledge = program
  .command('knowledge')
  .description('test what the shop knows; prints one JSON object');

knowledge
  .command('check')
  .description(
    'the bank against itself: stolen, doubled, unfound and expired entries; fails when a file has an error',
  )
  .option('--folder <folder>', 'knowledge folder; SHOPDESK_KNOWLEDGE when left out')
  .action(async ({ folder }: { folder?: string }) => {
    const { checkKnowledge } = await import('./commands/knowledge-check.ts');
    const checked = await checkKnowledge(folder ?? (await settings()).knowledgeFolder, Date.now());
    print(checked);
    if (checked.problems.length > 0) process.exitCode = 1;
  });

knowledge
  .command('gaps')
  .description('what shoppers asked and the bot could not answer, alike questions together')
  .option('--days <days>', 'how far back to look', positiveInteger, 30)
  .action(async ({ days }: { days: number }) => {
    const [{ findGaps }, { withStore }] = await Promise.all([
      import('./understanding/index.ts'),
      import('./inspect.ts'),
    ]);
    const since = Date.now() - days * 86_400_000;
    const gaps = await withStore(await settings(), (database) => findGaps(database, since));
    print({ gaps: gaps.map((gap) => ({ ...gap, last: new Date(gap.last).toISOString() })) });
  });

knowledge
  .command('diff')
  .description(
    'saved questions that an edited folder would answer differently; fails when an expectation breaks',
  )
  .argument('<edited>', 'the edited knowledge folder')
  .requiredOption(
    '--questions <file>',
    'JSON lines {"text","expect"?,"language"?}; expect is an entry or none',
  )
  .option('--folder <folder>', 'the folder in use; SHOPDESK_KNOWLEDGE when left out')
  .action(async (edited: string, options: { questions: string; folder?: string }) => {
    const { diffKnowledge, readSavedQuestions } = await import('./commands/knowledge-diff.ts');
    const questions = await readSavedQuestions(options.questions);
    const folder = options.folder ?? (await settings()).knowledgeFolder;
    const diff = await diffKnowledge(folder, edited, questions, Date.now());
    print(diff);
    if (diff.broken.length > 0) process.exitCode = 1;
  });

program
  .command('import')
  .description(
    'import the offers or orders of a shop: all of a file or nothing of it; prints what became of every row',
  )
  .argument('<file|url...>', 'an export, a feed or pages; several only where each holds a part')
  .requiredOption('--shop <id>', 'which shop it is of')
  .option('--name <name>', 'name of a shop that is new')
  .option('--currency <code>', 'ISO 4217 currency of a shop that is new')
  .option('--own', "this is the merchant's own shop")
  .option('--kind <kind>', 'what it is; told from the content if left out')
  .option('--source <name>', 'tells several sources of one shop apart')
  .option('--partial', 'lists only a part of the shop: what is missing stays')
  .option('--schedule <cron>', 'import it again at these times while the server runs')
  .option('--time-zone <zone>', 'of the schedule', 'UTC')
  .option('--no-match', 'do not look for the same products in other shops')
  .option('--json', 'print one JSON object')
  .action(async (locations: string[], { json, ...options }) => {
    const [{ importIntoStore, reportText }, { readSettings }] = await Promise.all([
      import('./commerce/catalogue/import-command.ts'),
      import('./settings.ts'),
    ]);
    const say = (line: string) => process.stderr.write(`${line}\n`);
    // In a terminal the bar is drawn over itself; elsewhere it would only fill a log.
    const bar = process.stderr.isTTY && {
      progress: (line: string) => process.stderr.write(`\r${line} \x1b[K`),
    };
    const report = await importIntoStore(readSettings(process.env), { ...options, locations, say, ...bar });
    if (bar) process.stderr.write('\n');
    if (json) print(report);
    else process.stdout.write(reportText(report));
  });

program
  .command('desk')
  .description('the people behind the bot')
  .command('add-admin')
  .description('make an admin of the desk, and print a link that signs them in once')
  .argument('<email>')
  .option('--name <name>', 'as shoppers see it', 'Admin')
  .action(async (email: string, { name }: { name: string }) => {
    const { addDeskAdmin } = await import('./commands/add-admin.ts');
    const all = await settings();
    const path = await addDeskAdmin(all, email, name);
    process.stdout.write(`${all.publicUrl ?? `http://localhost:${all.port}`}${path}\n`);
  });

const alerts = program.command('alerts').description('what the shop says unasked: to whom, when and why');

alerts
  .command('preview')
  .description('the dry run: who would be told what and why, and who would not and why; sends nothing')
  .option('--at <time>', 'as of this moment, ISO 8601; in the demo shop the next announcement if left out')
  .addOption(
    new Option('--kind <kind>', 'only this kind; repeat for more')
      .choices([...alertKinds])
      .argParser(alertKind),
  )
  .option('--json', 'print one JSON object')
  .action(async (options: { at?: string; kind?: string[]; json?: boolean }) => {
    const { previewCommand, previewText } = await import('./commands/alerts.ts');
    const preview = await previewCommand(await settings(), options, await warnings());
    if (options.json) print(preview);
    else process.stdout.write(previewText(preview));
  });

alerts
  .command('run')
  .description('look for news now and queue what may be said; a running server sends it')
  .option('--at <time>', 'demo shop: move its clock on to this moment first')
  .option('--announce', 'demo shop: move its clock on to the next announcement first')
  .option('--send', 'send it from here, when no server runs')
  .action(async (options: { at?: string; announce?: boolean; send?: boolean }) => {
    const { runCommand } = await import('./commands/alerts.ts');
    print(await runCommand(await settings(), options, await warnings()));
  });

alerts
  .command('unsettled')
  .description('messages that may or may not have arrived, for you to settle')
  .action(async () => {
    const { withAlerts } = await import('./commands/alerts.ts');
    print(await withAlerts(await settings(), (opened) => opened.unsettled()));
  });

alerts
  .command('settle')
  .description(
    'settle one of them: `sent` when it arrived, `again` when it did not and is to be sent once more',
  )
  .argument('<id>', 'id of the message')
  .addArgument(new Argument('<as>', 'what became of it').choices(['sent', 'again']))
  .action(async (id: string, as: 'sent' | 'again') => {
    const { withAlerts } = await import('./commands/alerts.ts');
    await withAlerts(await settings(), (opened) => opened.settle(id, as, 'the operator'));
  });

alerts
  .command('report')
  .description('what alerts brought: sent, opened, clicked, bought beside those held out, stopped, cost')
  .option('--days <days>', 'how far back to look', positiveInteger, 30)
  .action(async ({ days }: { days: number }) => {
    const { withAlerts } = await import('./commands/alerts.ts');
    print(await withAlerts(await settings(), (opened) => opened.report(days)));
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
  .description('measure a part on files of your own; prints one JSON object');

evaluate
  .command('answers')
  .description('how well questions find their answers')
  .requiredOption('--bank <file>', 'JSON lines {"text","label"}: the phrasings the bank knows')
  .requiredOption('--questions <file>', 'JSON lines {"text","label"}; label __oos__ cannot be answered')
  .option('--per-label <count>', 'draw this many phrasings per label', positiveInteger)
  .option('--seed <seed>', 'seed of that draw', wholeNumber, 1)
  .option('--typos <seed>', 'pass each question through the seeded typo generator', wholeNumber)
  .option('--no-encoder', 'words only, without sentence vectors')
  .option('--no-names', 'labels are codes: do not hear them as names of the answers')
  .option('--wrong-answer-cost <times>', 'a wrong answer against a needless handoff', Number)
  .option('--predictions <file>', 'write one JSON line per question')
  .action(async (options) => {
    const { evaluateAnswers } = await import('./understanding/evaluate.ts');
    print(await evaluateAnswers(options));
  });

evaluate
  .command('table')
  .description("the README's table: many banks, clean and misspelt, with and without an encoder")
  .requiredOption('--data <folder>', 'folders with train.jsonl and test.jsonl or dev.jsonl')
  .option('--seeds <count>', 'draws of each row that names a number of phrasings', positiveInteger, 3)
  .option('--no-encoder', 'words only, without sentence vectors')
  .option('--no-names', 'labels are codes: do not hear them as names of the answers')
  .argument('[rows...]', 'BANK for all its phrasings, BANK:10 for ten an answer; all banks if none')
  .action(async (rows, options) => {
    const { printQualityTable } = await import('./understanding/quality-table.ts');
    await printQualityTable({ ...options, rows, print: (line) => process.stdout.write(`${line}\n`) });
  });

evaluate
  .command('ablation')
  .description('what each part of the matcher is worth on a bank and its questions')
  .requiredOption('--bank <file>', 'JSON lines {"text","label"}')
  .requiredOption('--questions <file>', 'JSON lines {"text","label"}; label __oos__ cannot be answered')
  .option('--per-label <count>', 'draw this many phrasings per label', positiveInteger)
  .option('--seed <seed>', 'seed of that draw', wholeNumber, 1)
  .action(async (options) => {
    const { ablate } = await import('./understanding/ablation.ts');
    print({ variants: await ablate(options) });
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
  .requiredOption('--shop <file>', 'WooCommerce CSV export of one shop; repeat for each', collect)
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

program
  .command('train')
  .description('train a part anew from files of your own')
  .command('matcher')
  .description('the general product matcher, from labelled pairs of several shops')
  .requiredOption('--set <files>', 'pair files of one pair of shops, separated by commas; repeat', collect)
  .requiredOption('--out <file>', 'where the model goes')
  .action(async (options) => {
    const { trainMatcher } = await import('./commerce/matching/train-matcher.ts');
    print(await trainMatcher(options));
  });

async function settings(): Promise<Settings> {
  const { readSettings } = await import('./settings.ts');
  return readSettings(process.env);
}

/** What goes wrong beside the result, for whoever sits at the terminal. */
async function warnings(): Promise<Log> {
  const [{ createPrintedLog }, { systemClock }] = await Promise.all([
    import('./printed-log.ts'),
    import('./core/clock.ts'),
  ]);
  const write = (line: string) => void process.stderr.write(line);
  return createPrintedLog({ level: 'warn', isTerminal: true, write, clock: systemClock });
}

/** One JSON object, nothing else. */
function print(result: object): void {
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

function alertKind(value: string, earlier?: readonly string[]): string[] {
  if (alertKinds.some((kind) => kind === value)) return collect(value, earlier);
  throw new InvalidArgumentError(`The kinds are ${alertKinds.join(', ')}.`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('It is not a whole number.');
  return value;
}

function positiveInteger(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('It must be at least 1.');
  return value;
}

// Who reads may have seen enough, as `| head` has.
process.stdout.on('error', (error) => {
  if (!hasErrorCode(error, 'EPIPE')) throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
