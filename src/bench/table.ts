/** Prints what was measured. */
import { bareAdapter, ours, peer } from './contenders.ts';
import type { Figures } from './load.ts';

const headings = ['', 'messages/s', 'p50 ms', 'p99 ms', 'server CPU µs', '× bare adapter'];

export function tableOf(measured: ReadonlyMap<string, Figures>): string {
  const base = measured.get(bareAdapter)?.cpuMicros;
  const rows = [...measured].map(([name, figures]) => [
    name,
    figures.perSecond.toFixed(0),
    figures.p50.toFixed(1),
    figures.p99.toFixed(1),
    figures.cpuMicros.toFixed(0),
    base === undefined ? '' : (figures.cpuMicros / base).toFixed(1),
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [headings, ...rows]
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

/** How far the goals are reached, as far as they were measured. */
export function goalLines(measured: ReadonlyMap<string, Figures>): string {
  const [base, other, own] = [measured.get(bareAdapter), measured.get(peer), measured.get(ours)];
  const lines: string[] = [];
  if (base && own) lines.push(goal('CPU, times the bare adapter', own.cpuMicros / base.cpuMicros, '≤', 3));
  if (other && own)
    lines.push(goal('throughput, times offline-directline', own.perSecond / other.perSecond, '≥', 8));
  return lines.join('');
}

/** One line: what was measured against what was wanted. */
export function goal(what: string, value: number, sign: '≤' | '≥', wanted: number): string {
  const reached = sign === '≤' ? value <= wanted : value >= wanted;
  return `${what}: ${value.toFixed(1)} (goal ${sign} ${wanted}: ${reached ? 'reached' : 'missed'})\n`;
}
