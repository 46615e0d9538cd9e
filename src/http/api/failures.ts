/** Errors as the API tells them: `{ error: { code, message, remedy?, issues? } }`. */
import { z } from 'zod';
import { ShopdeskError } from '../../core/errors.ts';

export interface Failure {
  readonly status: number;
  readonly body: { readonly error: z.infer<typeof failureShape>['error'] };
}

/** The shape of every answer that is not a good one. */
export const failureShape = z.object({
  error: z.object({
    code: z.string().describe('Stable, `room.reason`'),
    message: z.string().describe('What happened'),
    remedy: z.string().optional().describe('What to do about it'),
    issues: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Each thing that is wrong with the call'),
  }),
});

/** @param statuses by error code, before the rule of `statusOfCode`. */
export function failureOf(error: unknown, statuses: Readonly<Record<string, number>> = {}): Failure {
  if (error instanceof z.ZodError) {
    const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    const message = `The call does not have the shape that was asked for: ${issues
      .map(({ path, message: what }) => (path ? `${path}: ${what}` : what))
      .join('; ')}.`;
    return { status: 400, body: { error: { code: 'request.invalid', message, issues } } };
  }
  if (error instanceof ShopdeskError) {
    const status = statuses[error.code] ?? statusOfCode(error.code);
    if (status < 500) {
      const { code, message, remedy, issues } = error;
      const wrong = issues.length > 0 && { issues: [...issues] };
      return { status, body: { error: { code, message, ...(remedy && { remedy }), ...wrong } } };
    }
    if (status === 503) return failure(503, error.code, 'The store does not answer. Try again.');
  }
  return failure(500, 'server.failed', 'The server could not do this. Try again.');
}

export function failure(status: number, code: string, message: string, remedy?: string): Failure {
  return { status, body: { error: { code, message, ...(remedy && { remedy }) } } };
}

const statusOfLastWord: Readonly<Record<string, number>> = {
  invalid: 400,
  unauthorized: 401,
  credentials: 401,
  forbidden: 403,
  'cross-site': 403,
  unknown: 404,
  conflict: 409,
  duplicate: 409,
  taken: 409,
  expired: 410,
  'too-large': 413,
  unusable: 422,
  locked: 423,
  'too-many': 429,
  closed: 503,
  unavailable: 503,
};

/** The status that the last word of a code stands for: `chat.unknown` is 404. 500 for a word that stands for none. */
export function statusOfCode(code: string): number {
  if (code === 'store.failed') return 503;
  return statusOfLastWord[code.slice(code.indexOf('.') + 1)] ?? 500;
}
