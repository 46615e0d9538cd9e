/** Runs one contender on one bank with a budget of time, and keeps what it showed until then. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Task {
  readonly contender: string;
  /** Phrasings of the made-up bank, and questions to ask. */
  readonly size: number;
  readonly asked: number;
}

/** The time it took, the memory it holds for what was learnt, and the most that the whole process ever held. */
export interface Learnt {
  readonly ms: number;
  readonly megabytes: number;
  readonly peakMegabytes: number;
}

/** What a child says while it works. */
export type Progress =
  | { readonly kind: 'learning' }
  | ({ readonly kind: 'learnt' } & Learnt)
  | { readonly kind: 'answered'; readonly ms: number; readonly right: boolean }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Shown {
  /** Missing when it had not learnt the bank in its time. */
  readonly learnt?: Learnt;
  readonly answered: readonly { readonly ms: number; readonly right: boolean }[];
  readonly failed?: string;
}

export interface Budget {
  readonly learningMs: number;
  readonly askingMs: number;
}

const program = fileURLToPath(new URL('./child.ts', import.meta.url));

/** What `task`'s contender showed before it was done or its budget was used up. */
export function runWithin(task: Task, { learningMs, askingMs }: Budget): Promise<Shown> {
  return new Promise((resolve) => {
    const child = fork(program, {
      execArgv: ['--import', 'tsx', '--expose-gc'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const answered: { ms: number; right: boolean }[] = [];
    let learnt: Shown['learnt'];
    let failed: string | undefined;
    let late: NodeJS.Timeout | undefined;
    const endAfter = (ms: number) => {
      clearTimeout(late);
      late = setTimeout(() => child.kill('SIGKILL'), ms);
    };
    child.on('message', (progress: Progress) => {
      if (progress.kind === 'learning') endAfter(learningMs);
      if (progress.kind === 'failed') failed = progress.reason;
      if (progress.kind === 'answered') answered.push(progress);
      if (progress.kind !== 'learnt') return;
      learnt = progress;
      endAfter(askingMs);
    });
    child.once('close', () => {
      clearTimeout(late);
      resolve({ answered, ...(learnt && { learnt }), ...(failed !== undefined && { failed }) });
    });
    child.send(task);
  });
}
