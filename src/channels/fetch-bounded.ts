/** Gets a file from a platform, of at most so many bytes. */
import { ShopdeskError } from '../core/errors.ts';

const patienceMs = 10_000;

/** @throws ShopdeskError `channel.file` when it cannot be had, or is larger. */
export async function fetchBounded(
  url: string,
  mostBytes: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) throw new ShopdeskError('channel.file', `The platform answered ${response.status}.`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes)
      throw new ShopdeskError('channel.file', `The file is larger than ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
