/** Gets a file from a platform, of at most so many bytes. */
import { ShopdeskError } from '../core/errors.ts';

/** Nobody waits for it. */
const patienceMs = 60_000;

/** @throws ShopdeskError `channel.file` when it cannot be had, or is larger; `channel.file-later` when it may be had later. */
export async function fetchBounded(
  url: string,
  mostBytes: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) {
    const isPassing = response.status >= 500 || response.status === 429;
    const code = isPassing ? 'channel.file-later' : 'channel.file';
    throw new ShopdeskError(code, `The platform answered ${response.status}.`);
  }
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
