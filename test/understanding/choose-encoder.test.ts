import { expect, it } from 'vitest';
import { chooseEncoder } from '../../src/understanding/index.ts';

it('is off unless asked for', () => {
  expect(chooseEncoder({ encoder: 'off' })).toBeUndefined();
});

it('asks an endpoint for the named model', async () => {
  const encoder = chooseEncoder({ encoder: 'http://127.0.0.1:9/v1', encoderModel: 'tiny', encoderSize: 4 });
  expect(encoder).toMatchObject({ name: 'http://127.0.0.1:9/v1 tiny', size: 4 });
  await encoder?.close();
});

it('says what an endpoint needs beside its address', () => {
  expect(() => chooseEncoder({ encoder: 'http://127.0.0.1:9/v1', encoderModel: 'tiny' })).toThrow(
    /vector size/,
  );
});
