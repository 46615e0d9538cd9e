/** What every refusal of Direct Line looks like. */
import { expect } from 'vitest';

/** Asserts the protocol's form of an error, `{"error":{"code","message"}}`, with this status. */
export async function expectError(response: Response, status: number, code = 'BadArgument'): Promise<void> {
  const body: unknown = await response.json().catch(() => 'no JSON');
  expect({ status: response.status, body }).toEqual({
    status,
    body: { error: { code, message: expect.stringMatching(/^[A-Z]/) } },
  });
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
}
