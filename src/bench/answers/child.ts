/** One contender on one bank in a process of its own: its memory is its own, and it can be ended when its time is up. */
import { madeUpBank } from './bank.ts';
import { contenders } from './contenders.ts';
import type { Progress, Task } from './run.ts';

const send = (progress: Progress) => process.send?.(progress);

process.once('message', (task: Task) => {
  run(task).then(
    () => process.disconnect(),
    (error: unknown) => {
      send({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
      process.disconnect();
    },
  );
});

async function run({ contender, size, asked }: Task): Promise<void> {
  const entrant = contenders.find(({ name }) => name === contender);
  if (!entrant) throw new Error(`no contender is called ${contender}`);
  const { phrasings, questions } = madeUpBank(size, asked);
  const before = resident();
  send({ kind: 'learning' });
  const started = performance.now();
  const answerer = await entrant.learn(phrasings);
  const ms = performance.now() - started;
  const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  send({ kind: 'learnt', ms, megabytes: resident() - before, peakMegabytes });
  for (const { text, label } of questions) {
    const from = performance.now();
    const answer = await answerer.answer(text);
    send({ kind: 'answered', ms: performance.now() - from, right: answer === label });
    // Lets the answer leave before the next question blocks the process.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await answerer.close?.();
}

/** Resident memory in megabytes after a garbage collection. */
function resident(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 1e6;
}
