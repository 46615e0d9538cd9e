import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask, redactSecrets } from '../../../src/understanding/message/index.ts';

describe('secrets in a message', () => {
  it.each([
    ['my card is 4111 1111 1111 1111 thanks', `my card is ${mask} 1111 thanks`],
    ['5500-0055-5555-5559', `${mask} 5559`],
    ['amex 378282246310005.', `amex ${mask} 0005.`],
    ['银行卡 6212 3456 7890 1232 扣款', `银行卡 ${mask} 1232 扣款`],
  ])('masks the card number in "%s"', (text, masked) => {
    expect(redactSecrets(text)).toEqual({ text: masked, found: ['card'] });
  });

  it.each([
    ['my password is hunter2, help', `my password is ${mask}, help`],
    ['pwd: s3cret!', `pwd: ${mask}`],
    ['密码是abc123', `密码是${mask}`],
  ])('masks the password in "%s"', (text, masked) => {
    expect(redactSecrets(text)).toEqual({ text: masked, found: ['password'] });
  });

  it.each([
    'order 1234567890123456 please',
    'tracking 9400 1000 0000 0000 0000 00',
    'my password is not working',
    'I forgot my password',
    'call me at (617) 555-0142',
    '密码是什么',
  ])('leaves "%s" as it is', (text) => {
    expect(redactSecrets(text)).toEqual({ text, found: [] });
  });

  it('never leaves a card number behind, whatever is around it', () => {
    const around = fc.string().filter((text) => !/[\d-]$|^[\d-]|^[ \u00a0]?\d|\d[ \u00a0]?$/.test(text));
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(redactSecrets(`${before} 4111111111111111 ${after}`).text).not.toContain('4111111111111111');
      }),
    );
  });
});
