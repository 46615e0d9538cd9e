/** Each platform's proof of itself, with the vector that its own documentation publishes, and with one bit changed. */
import { describe, expect, it } from 'vitest';
import { proveLine } from '../../../src/channels/line/webhook.ts';
import { proveMeta } from '../../../src/channels/meta/proof.ts';
import { isSignedEd25519, needFresh } from '../../../src/channels/proof.ts';
import { proveSlack } from '../../../src/channels/slack/webhook.ts';
import { proveTwilio } from '../../../src/channels/twilio/webhook.ts';
import { decrypt, encrypt, isSignedByWeChat } from '../../../src/channels/wechat/crypt.ts';
import { readXml } from '../../../src/channels/wechat/xml.ts';
import { flipped } from '../../support/platforms/platform.ts';

/** Every body that differs from `body` by one bit of one byte, for some bytes. */
function broken(body: Buffer): Buffer[] {
  return [0, Math.floor(body.length / 2), body.length - 1].map((at) => {
    const copy = Buffer.from(body);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  });
}

describe('Slack', () => {
  // https://docs.slack.dev/authentication/verifying-requests-from-slack
  const secret = '8f742231b10e8888abcd99yyyzzz85a5';
  const body = Buffer.from(
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  );
  const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
  const headers = { 'x-slack-request-timestamp': '1531420618', 'x-slack-signature': signature };
  const at = 1_531_420_618_000;

  it('is proved by its published vector', () => {
    expect(() => proveSlack({ headers, body, at }, secret)).not.toThrow();
  });

  it('is refused with one bit changed, an old timestamp, or none', () => {
    for (const changed of broken(body))
      expect(() => proveSlack({ headers, body: changed, at }, secret)).toThrow(/signature/);
    const forged = { ...headers, 'x-slack-signature': flipped(signature) };
    expect(() => proveSlack({ headers: forged, body, at }, secret)).toThrow(/signature/);
    expect(() => proveSlack({ headers, body, at: at + 301_000 }, secret)).toThrow(/too old/);
    expect(() => proveSlack({ headers, body, at: at - 301_000 }, secret)).toThrow(/too old/);
    expect(() => proveSlack({ headers: {}, body, at }, secret)).toThrow(/signature/);
  });
});

describe('Meta', () => {
  // The scheme is GitHub's, which publishes a vector: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
  const secret = "It's a Secret to Everybody";
  const body = Buffer.from('Hello, World!');
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

  it('is proved by the published vector, and by nothing else', () => {
    const headers = { 'x-hub-signature-256': signature };
    expect(() => proveMeta({ headers, body }, secret)).not.toThrow();
    for (const changed of broken(body)) expect(() => proveMeta({ headers, body: changed }, secret)).toThrow();
    expect(() =>
      proveMeta({ headers: { 'x-hub-signature-256': flipped(signature) }, body }, secret),
    ).toThrow();
    expect(() => proveMeta({ headers: {}, body }, secret)).toThrow();
  });
});

describe('Twilio', () => {
  // https://www.twilio.com/docs/usage/security#validating-requests
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  const form = new URLSearchParams({
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  });
  const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';

  it('is proved by its published vector, and by nothing else', () => {
    expect(() => proveTwilio(url, form, signature, '12345')).not.toThrow();
    expect(() => proveTwilio(url, form, flipped(signature, 2), '12345')).toThrow();
    // The last character of this base64 carries two bits that mean nothing: they must not be taken either.
    expect(() => proveTwilio(url, form, signature.replace('8=', '9='), '12345')).toThrow();
    expect(() => proveTwilio(`${url}&baz=3`, form, signature, '12345')).toThrow();
    expect(() =>
      proveTwilio(
        url,
        new URLSearchParams({ ...Object.fromEntries(form), Digits: '1235' }),
        signature,
        '12345',
      ),
    ).toThrow();
  });
});

describe('LINE', () => {
  // https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
  const secret = '8c570fa6dd201bb328f1c1eac23a96d8';
  const body = Buffer.from('{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}');
  const signature = 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=';

  it('is proved by its published vector, and by nothing else', () => {
    const headers = { 'x-line-signature': signature };
    expect(() => proveLine({ headers, body }, secret)).not.toThrow();
    for (const changed of broken(body)) expect(() => proveLine({ headers, body: changed }, secret)).toThrow();
    expect(() =>
      proveLine({ headers: { 'x-line-signature': flipped(signature, 3) }, body }, secret),
    ).toThrow();
  });
});

describe('WeChat', () => {
  // The sample of WXBizMsgCrypt, which is WeCom's; the scheme is the same.
  const token = 'QDG6eK';
  const aesKey = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
  const appId = 'wx5823bf96d3bd56c7';
  const encrypted =
    'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==';
  const signature = '477715d11cdb4164915debcba66cb864d751f3e6';

  it('is proved by its published sample, and by nothing else', () => {
    expect(isSignedByWeChat(signature, token, '1409659813', '1372623149', encrypted)).toBe(true);
    expect(isSignedByWeChat(flipped(signature), token, '1409659813', '1372623149', encrypted)).toBe(false);
    expect(isSignedByWeChat(signature, token, '1409659813', '1372623149', flipped(encrypted, 40))).toBe(
      false,
    );
  });

  it('decrypts the sample, and what it encrypts itself', () => {
    const message = readXml(decrypt(encrypted, aesKey, appId));
    expect(message.get('FromUserName')).toBe('mycreate');
    expect(message.get('Content')).toBe('hello');
    expect(decrypt(encrypt('您好', aesKey, appId), aesKey, appId)).toBe('您好');
    const echo = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
    expect(
      isSignedByWeChat('5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3', token, '1409659589', '263014780', echo),
    ).toBe(true);
    expect(decrypt(echo, aesKey, appId)).toBe('1616140317555161061');
  });

  it('refuses what is for another account, cut off, or no cipher at all', () => {
    expect(() => decrypt(encrypted, aesKey, 'wx0000000000000000')).toThrow(/another account/);
    expect(() => decrypt(encrypted.slice(0, 100), aesKey, appId)).toThrow();
    expect(() => decrypt('', aesKey, appId)).toThrow();
  });
});

describe('Discord', () => {
  // RFC 8032, 7.1: tests 1 to 3.
  const vectors = [
    {
      key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      message: '',
      signature:
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    },
    {
      key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      message: '72',
      signature:
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    },
    {
      key: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      message: 'af82',
      signature:
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    },
  ];

  it.each(vectors)('is proved by the vector of RFC 8032 for "$message"', ({ key, message, signature }) => {
    const content = Buffer.from(message, 'hex');
    expect(isSignedEd25519(key, content, signature)).toBe(true);
    expect(isSignedEd25519(key, Buffer.concat([content, Buffer.from([0])]), signature)).toBe(false);
    const changed = `${signature.slice(0, 4)}${signature[4] === 'f' ? 'e' : 'f'}${signature.slice(5)}`;
    expect(isSignedEd25519(key, content, changed)).toBe(false);
    expect(isSignedEd25519('00'.repeat(32), content, signature)).toBe(false);
    expect(isSignedEd25519('no key', content, 'no signature')).toBe(false);
  });
});

it('takes no time that is none', () => {
  for (const time of ['', 'now', '-1', '1e9', '99999999999999'])
    expect(() => needFresh(time, 0)).toThrow(/too old/);
});
