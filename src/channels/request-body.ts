/** Reads a request's body as JSON, and says in the protocol's words what is wrong with it. */
import type { IncomingMessage } from 'node:http';
import { ShopdeskError } from '../core/errors.ts';
import { parseJson as parse, readBody } from '../core/request-body.ts';
import { ProtocolError } from './protocol-error.ts';

/** An activity's JSON may have this many bytes. */
export const maxJsonBytes = 256 * 1024;

/**
 * The body as parsed JSON; undefined when it is empty.
 * @throws ProtocolError 413 too large, 400 not UTF-8, not JSON, or nested deeper than 40.
 */
export async function readJson(request: IncomingMessage, limit = maxJsonBytes): Promise<unknown> {
  const bytes = await readBytes(request, limit);
  return bytes.length === 0 ? undefined : parseJson(bytes);
}

/** @throws ProtocolError 400 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return parse(bytes);
  } catch (error) {
    throw protocolError(error);
  }
}

/** @throws ProtocolError 413, or 400 when the client went away half-way. */
export async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  try {
    return await readBody(request, limit);
  } catch (error) {
    throw protocolError(error);
  }
}

function protocolError(error: unknown): unknown {
  if (!(error instanceof ShopdeskError)) return error;
  return error.code === 'request.too-large'
    ? new ProtocolError(413, 'MessageSizeTooBig', error.message)
    : new ProtocolError(400, 'BadArgument', error.message);
}
