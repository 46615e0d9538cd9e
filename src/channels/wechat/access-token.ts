/** The access token of an Official Account, kept until shortly before it ends. */
import type { Clock } from '../../core/clock.ts';
import { SendFailure } from '../channel.ts';
import { callApi, textOf } from '../platform-api.ts';

/** It is fetched anew this long before its end. */
const spareMs = 300_000;

export function createAccessToken({
  appId,
  appSecret,
  apiRoot,
  clock,
}: {
  appId: string;
  appSecret: string;
  apiRoot: string;
  clock: Clock;
}) {
  let known: { token: string; until: number } | undefined;
  let asking: Promise<string> | undefined;

  /** @throws SendFailure */
  async function ask(): Promise<string> {
    // The stable token: other processes of the shop get the same one, and none makes the others' invalid.
    const { json } = await callApi(`${apiRoot}/cgi-bin/stable_token`, {
      body: { grant_type: 'client_credential', appid: appId, secret: appSecret },
    });
    const token = textOf(json, 'access_token');
    if (!token)
      throw new SendFailure('later', `WeChat gives no token: ${textOf(json, 'errmsg') ?? 'no reason'}.`);
    known = { token, until: clock.now() + Number(textOf(json, 'expires_in') ?? 0) * 1_000 - spareMs };
    return token;
  }

  return {
    async get(): Promise<string> {
      if (known && clock.now() < known.until) return known.token;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    forget(): void {
      known = undefined;
    },
  };
}
