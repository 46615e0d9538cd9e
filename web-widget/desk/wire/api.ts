/** Calls of the desk's API. The server checks every answer against its declared shape before it sends it. */
import { fields, parseJson, text } from '../../wire/activity.ts';
import { CallFailed } from '../../wire/direct-line.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A call that was not answered with success. Status 0: the server was not reached. */
export class ApiFailed extends CallFailed {
  readonly remedy: string | undefined;

  /** `code` is stable, `room.reason`; empty when the server was not reached. */
  constructor(status: number, code: string, message: string, remedy?: string) {
    super(status, code);
    this.name = 'ApiFailed';
    this.message = message;
    this.remedy = remedy;
  }
}

const timeoutMs = 20_000;
const uploadTimeoutMs = 180_000;

export type Call = <Answer = void>(method: Method, path: string, body?: unknown) => Promise<Answer>;

/** `signedOut` is told of every answer that says that nobody is signed in. */
export function createApi(signedOut: () => void): Call {
  return async <Answer>(method: Method, path: string, body?: unknown): Promise<Answer> => {
    const isForm = body instanceof FormData || body instanceof Blob;
    const response = await fetch(path, {
      method,
      headers: body === undefined || isForm ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : isForm ? body : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(isForm ? uploadTimeoutMs : timeoutMs),
    }).catch((cause: unknown) => {
      throw new ApiFailed(0, '', String(cause));
    });
    if (response.ok) return await answerOf<Answer>(response);
    const error = fields(fields(parseJson(await response.text().catch(() => ''))).error);
    const failed = new ApiFailed(
      response.status,
      text(error.code) ?? '',
      text(error.message) ?? response.statusText,
      text(error.remedy),
    );
    if (failed.code === 'request.unauthorized') signedOut();
    throw failed;
  };
}

/** Nothing where there is no answer: such a call is made for an `Answer` of `void`. */
async function answerOf<Answer>(response: Response): Promise<Answer> {
  const body = await response.text();
  const answer: Answer = body === '' ? undefined : JSON.parse(body);
  return answer;
}

/** `?a=1&b=2`, leaving out what is not said. */
export function query(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}
