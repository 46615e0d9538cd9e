/** Calls Meta's Graph API and reads its errors. https://developers.facebook.com/docs/graph-api/guides/error-handling */
import { SendFailure } from '../channel.ts';
import { callApi, fieldOf, textOf } from '../platform-api.ts';

export const graphRoot = 'https://graph.facebook.com/v23.0';

/** Too many calls, of the app, the number or to one person; and trouble on Meta's side. */
const passing = new Set([1, 2, 4, 17, 32, 341, 613, 80007, 130429, 131000, 131016, 131048, 131056, 133004]);

/** @throws SendFailure */
export async function callGraph(url: string, token: string, body: object): Promise<unknown> {
  const { status, json } = await callApi(url, { headers: { authorization: `Bearer ${token}` }, body });
  if (status < 300) return json;
  const error = fieldOf(json, 'error');
  const isPassing = passing.has(Number(textOf(error, 'code'))) || fieldOf(error, 'is_transient') === true;
  const message = textOf(error, 'error_data', 'details') ?? textOf(error, 'message');
  throw new SendFailure(isPassing ? 'later' : 'never', message ?? `Meta answered ${status}.`);
}

/** True for an address on Meta's own servers: our token goes nowhere else. */
export function liesWithMeta(url: string, apiRoot: string): boolean {
  if (url.startsWith(`${apiRoot}/`)) return true;
  return /^https:\/\/([\w-]+\.)*(fbsbx|fbcdn|cdninstagram|facebook|whatsapp)\.(com|net)\//.test(url);
}
