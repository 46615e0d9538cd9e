/** Where the shopper is: the page tells its product with `webchat/join` and with each `page` event. */
import { z } from 'zod';
import type { Turn } from './turn.ts';

const line = z
  .string()
  .max(300)
  .transform((text) => text.replace(/\p{Cc}/gu, ' ').trim());
const page = z.object({
  product: z
    .object({ id: line, title: line.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
const joined = z.object({ page });

/** Remembers the product of the page; a page without one takes it back. The whole path is in the log. */
export function notePage(turn: Turn): void {
  const { name, value } = turn.activity;
  const told =
    name === 'page'
      ? page.safeParse(value).data
      : name === 'webchat/join'
        ? joined.safeParse(value).data?.page
        : undefined;
  if (!told) return;
  const { product } = told;
  if (product?.id) turn.memory.page = { product: product.id, ...(product.title && { title: product.title }) };
  else delete turn.memory.page;
}
