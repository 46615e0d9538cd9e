/** Files that shoppers send: kept outside the web root, given back only under a safe type. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileTypeFromBuffer } from 'file-type';
import type { Clock } from '../../core/clock.ts';
import { hasErrorCode } from '../../core/errors.ts';
import type { Ids } from '../../core/ids.ts';
import type { Database, Row, Statement } from '../../store/index.ts';
import { DirectLineError, notFound } from './errors.ts';
import { withoutControls } from './incoming.ts';

export interface UploadedFile {
  readonly name: string;
  readonly content: Buffer;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
}

export interface UploadLimits {
  /** Of one file, in bytes. */
  readonly maxBytes: number;
  readonly maxFiles: number;
}

export interface AttachmentStore {
  readonly limits: UploadLimits;
  /** @throws DirectLineError 415 when the file is none of the accepted types, whatever it calls itself. */
  store(conversationId: string, file: UploadedFile, as?: StoredAs): Promise<StoredFile>;
  /**
   * Whoever has the id, 128 random bits, may read: browsers load pictures without a token. What is still on its way to
   * us is waited for.
   */
  serve(id: string, response: ServerResponse): Promise<void>;
}

export interface StoredAs {
  /** Under which the file was announced. */
  readonly id: string;
  /** Statements that the file stands or falls with. */
  readonly before: readonly Statement[];
}

/** How long who looks at a file waits for it to come. */
const patienceMs = 20_000;
const pauseMs = 250;

/** What a shopper may send. Types are told from the content; plain text is what decodes as such. */
export const acceptedTypes: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
];

export function createAttachmentStore({
  folder,
  database,
  maxBytes,
  clock,
  ids,
}: {
  folder: string;
  database: Database;
  maxBytes: number;
  clock: Clock;
  ids: Ids;
}): AttachmentStore {
  async function rowOf(id: string): Promise<Row | undefined> {
    const giveUpAt = clock.now() + patienceMs;
    for (;;) {
      const [row] = await database.read('SELECT name, content_type FROM attachment WHERE id = $1', [id]);
      if (row) return row;
      const [coming] = await database.read('SELECT id FROM channel_file WHERE id = $1', [id]);
      if (!coming || clock.now() > giveUpAt) return undefined;
      await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
    }
  }

  return {
    limits: { maxBytes, maxFiles: 5 },

    async store(conversationId, file, { id, before } = { id: ids.next(), before: [] }) {
      const contentType = await typeOf(file.content);
      const name = safeName(file.name);
      await writeDurably(folder, id, file.content);
      await database.write([
        ...before,
        {
          sql: `INSERT INTO attachment (id, conversation_id, at, name, content_type, size, sha256)
                VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          params: [
            id,
            conversationId,
            clock.now(),
            name,
            contentType,
            file.content.length,
            createHash('sha256').update(file.content).digest('hex'),
          ],
        },
      ]);
      return { id, name, contentType };
    },

    async serve(id, response) {
      const row = await rowOf(id);
      if (!row) throw notFound('There is no such file.');
      const path = join(folder, id);
      const { size } = await stat(path).catch((error: unknown) => {
        throw hasErrorCode(error, 'ENOENT') ? notFound('The file is gone.') : error;
      });
      const contentType = String(row.content_type);
      const disposition = contentType.startsWith('image/') ? 'inline' : 'attachment';
      response.writeHead(200, {
        'Content-Type': contentType === 'text/plain' ? 'text/plain; charset=utf-8' : contentType,
        'Content-Length': size,
        'Content-Disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(String(row.name))}`,
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'private, max-age=31536000, immutable',
        'Cross-Origin-Resource-Policy': 'cross-origin',
      });
      await pipeline(createReadStream(path), response);
    },
  };
}

async function typeOf(content: Buffer): Promise<string> {
  const found = await fileTypeFromBuffer(content);
  const type = found?.mime ?? (isPlainText(content) ? 'text/plain' : 'application/octet-stream');
  if (acceptedTypes.includes(type)) return type;
  throw new DirectLineError(
    415,
    'UnsupportedMediaType',
    'This kind of file is not accepted. Send a picture, a PDF or plain text.',
  );
}

function isPlainText(content: Buffer): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(content).includes('\0');
  } catch {
    return false;
  }
}

/** On disk before it is acknowledged, under its final name only when whole. */
async function writeDurably(folder: string, id: string, content: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, id);
  const file = await open(`${path}.part`, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}

/** The name as it may be shown and saved: no path, no control character, no more than 120 characters. */
function safeName(name: string): string {
  const base = withoutControls(name).split(/[/\\]/).at(-1)?.trim() ?? '';
  // The cut may fall between the halves of a character.
  return /^\.*$/.test(base) ? 'file' : base.slice(-120).toWellFormed();
}
