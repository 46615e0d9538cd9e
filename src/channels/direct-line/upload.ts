/** Reads an upload: multipart with an `activity` part and files, or one file as the raw body. */
import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';
import { maxJsonBytes, parseJson, readBytes } from '../request-body.ts';
import type { UploadedFile, UploadLimits } from './attachment-store.ts';
import { badArgument, DirectLineError } from './errors.ts';

export interface Upload {
  /** The activity that goes with the files, as yet unchecked. */
  readonly activity: unknown;
  readonly files: readonly UploadedFile[];
}

/** @throws DirectLineError 400 malformed, 413 too large or too many. */
export async function readUpload(request: IncomingMessage, limits: UploadLimits): Promise<Upload> {
  const type = request.headers['content-type'] ?? '';
  const upload = type.startsWith('multipart/form-data')
    ? await readMultipart(request, limits)
    : { activity: undefined, files: [await readRaw(request, limits)] };
  if (upload.files.length === 0) throw badArgument('There is no file in the upload.');
  if (upload.files.length > limits.maxFiles) throw tooMany(limits);
  if (upload.files.some(({ content }) => content.length === 0)) throw badArgument('The file is empty.');
  return upload;
}

function readMultipart(request: IncomingMessage, limits: UploadLimits): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const files: UploadedFile[] = [];
    let activity: unknown;
    const parser = openParser(request, limits);
    const refuse = (error: unknown) => {
      request.unpipe(parser);
      reject(error instanceof DirectLineError ? error : badArgument('The multipart body is malformed.'));
    };
    parser.on('file', (field, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => refuse(tooLarge(limits)));
      stream.on('error', refuse);
      stream.on('end', () => {
        const content = Buffer.concat(chunks);
        try {
          if (field === 'activity' || mimeType === activityType) activity = parseJson(content);
          else files.push({ name: filename ?? 'file', content });
        } catch (error) {
          refuse(error);
        }
      });
    });
    parser.on('field', (name, value) => {
      try {
        if (name === 'activity') activity = parseJson(Buffer.from(value));
      } catch (error) {
        refuse(error);
      }
    });
    parser.on('filesLimit', () => refuse(tooMany(limits)));
    parser.on('error', refuse);
    parser.on('close', () => resolve({ activity, files }));
    request.on(
      'close',
      () => request.complete || refuse(badArgument('The upload ended before it was complete.')),
    );
    request.pipe(parser);
  });
}

function openParser(request: IncomingMessage, { maxBytes, maxFiles }: UploadLimits) {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: {
        fileSize: maxBytes,
        files: maxFiles + 1,
        fields: 10,
        fieldSize: maxJsonBytes,
        parts: maxFiles + 10,
      },
    });
  } catch {
    throw badArgument('The multipart body has no boundary.');
  }
}

async function readRaw(request: IncomingMessage, limits: UploadLimits): Promise<UploadedFile> {
  const content = await readBytes(request, limits.maxBytes);
  return { name: nameIn(request.headers['content-disposition'] ?? ''), content };
}

/** `attachment; filename="a.png"`, with or without quotes. */
function nameIn(disposition: string): string {
  const at = disposition.toLowerCase().indexOf('filename=');
  if (at < 0) return 'file';
  const value = disposition.slice(at + 9).split(';')[0] ?? '';
  return value.trim().replaceAll('"', '') || 'file';
}

const activityType = 'application/vnd.microsoft.activity';

function tooLarge({ maxBytes }: UploadLimits): DirectLineError {
  return new DirectLineError(413, 'MessageSizeTooBig', `A file may have ${maxBytes} bytes.`);
}

function tooMany({ maxFiles }: UploadLimits): DirectLineError {
  return new DirectLineError(413, 'MessageSizeTooBig', `A message may carry ${maxFiles} files.`);
}
