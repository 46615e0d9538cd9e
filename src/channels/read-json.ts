/** Reads a platform's JSON: only after its signature was proved, and only the fields that the schema names. */
import type { z } from 'zod';
import { parseJson } from '../core/request-body.ts';
import { Refused } from './channel.ts';

/** @throws Refused 400 when it is no JSON or not of this shape. */
export function readShape<T>(bytes: Uint8Array, shape: z.ZodType<T>): T {
  const read = shape.safeParse(parseJson(bytes));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Refused(400, `The call is not of the platform's shape at ${issue?.path.join('.') || 'the top'}.`);
}
