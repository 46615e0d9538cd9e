/** What those who ask notice while a bank is changed and learnt anew: how long the event loop is held, next to its own idle. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type BankEntry, createUnderstanding } from '../../understanding/index.ts';
import { madeUpBank } from './bank.ts';

const asked = 500;
const idleMs = 3_000;
const pauseMs = 5;

/** Changes one entry of a made-up bank and lets it settle while questions are asked; the lines of a report. */
export async function measureRebuild(size: number): Promise<string> {
  const { phrasings, questions } = madeUpBank(size, asked);
  const byLabel = new Map<string, string[]>();
  for (const { text, label } of phrasings) {
    const texts = byLabel.get(label);
    if (texts) texts.push(text);
    else byLabel.set(label, [text]);
  }
  const entries = Array.from(byLabel, ([id, texts]): BankEntry => {
    return { id, kind: 'answer', phrasings: texts.map((text) => ({ text, language: 'en' })) };
  });
  const understanding = await createUnderstanding({ entries, synonyms: [] });
  const newcomer: BankEntry = {
    id: 'newcomer',
    kind: 'answer',
    phrasings: [{ text: 'do you repair amplifiers', language: 'en' }],
  };

  /** The event loop's delay while questions are asked until `work` is done. */
  async function delayDuring(work: Promise<unknown>): Promise<string> {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    let answers = 0;
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    delay.enable();
    while (!done) {
      understanding.understand(questions[answers++ % asked]?.text ?? '');
      await pause(pauseMs);
    }
    delay.disable();
    await finished;
    const [middle, late] = [50, 99].map((share) => (delay.percentile(share) / 1e6).toFixed(1));
    return `event loop p50 ${middle} ms, p99 ${late} ms, ${answers} questions answered`;
  }

  try {
    const idle = await delayDuring(pause(idleMs));
    const started = performance.now();
    const changed = understanding.replace([newcomer, ...entries], []);
    const live = changed.then(() => ((performance.now() - started) / 1000).toFixed(1));
    const changing = await delayDuring(changed);
    const settling = await delayDuring(understanding.settled());
    return [
      `One entry changed among ${size.toLocaleString('en')} phrasings: live after ${await live} s`,
      `  nothing learnt     ${idle}`,
      `  changing           ${changing}`,
      `  learnt and rehearsed anew  ${settling}`,
      '',
    ].join('\n');
  } finally {
    await understanding.close();
  }
}
