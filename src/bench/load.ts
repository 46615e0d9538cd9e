/** Load: so many clients, each asks its next question as soon as the last one is answered. */
import { questionAt } from './questions.ts';
import type { BenchServer } from './server-child.ts';

/** One client's conversation. */
export interface Line {
  /** Says something; resolves when the answer is there. */
  ask(text: string): Promise<void>;
  close(): void;
}

export type OpenLine = (port: number) => Promise<Line>;

export interface Figures {
  readonly perSecond: number;
  /** Milliseconds from a question to its answer. */
  readonly p50: number;
  readonly p99: number;
  /** The server's own processor time for a message and its answer, all its threads, microseconds. */
  readonly cpuMicros: number;
}

const clients = 32;
/** Long enough for the slowest server here to have its hot code compiled. */
const warmUpMs = 6_000;
const windowMs = 2_000;
/** The cheapest of these counts: what else the machine does only ever adds. */
const windows = 3;

export async function measureLoad(server: BenchServer, open: OpenLine): Promise<Figures> {
  const lines = await Promise.all(Array.from({ length: clients }, () => open(server.port)));
  let latencies: number[] = [];
  let stopped = false;
  const talking = lines.map(async (line, index) => {
    // Each client has its own part of the questions, so that no two of a second are the same.
    for (let at = index * 211; !stopped; at++) {
      const begun = performance.now();
      await line.ask(questionAt(at));
      latencies.push(performance.now() - begun);
    }
  });
  const failed = Promise.all(talking);
  failed.catch(() => {});
  await Promise.race([pause(warmUpMs), failed]);
  const measured: Figures[] = [];
  for (let window = 0; window < windows; window++) {
    latencies = [];
    const [cpuBefore, begun] = [await server.cpuMicros(), performance.now()];
    await Promise.race([pause(windowMs), failed]);
    const [cpuAfter, elapsed] = [await server.cpuMicros(), performance.now() - begun];
    const sorted = Float64Array.from(latencies).sort();
    measured.push({
      perSecond: (sorted.length / elapsed) * 1_000,
      p50: quantile(sorted, 0.5),
      p99: quantile(sorted, 0.99),
      cpuMicros: (cpuAfter - cpuBefore) / sorted.length,
    });
  }
  stopped = true;
  await failed;
  for (const line of lines) line.close();
  return measured.reduce((best, each) => (each.cpuMicros < best.cpuMicros ? each : best));
}

/** The value below which the share `q` of `sorted` lies. */
export function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
