/** Every kind of alert the shop knows, in the order in which they look. */
import type { AlertKind } from '../look.ts';
import { anniversary, dueAgainKind } from './again.ts';
import { answerKind } from './answer.ts';
import { calledOff } from './called-off.ts';
import { announcement, winBack } from './campaign.ts';
import { cartLeft } from './cart.ts';
import { localEvent } from './local-event.ts';
import { newFrom } from './new-from.ts';
import { orderNews } from './order-news.ts';
import { backInStock, priceDrop, targetPrice } from './prices.ts';
import { upgrade } from './upgrade.ts';

export const alertKindModules: readonly AlertKind[] = [
  orderNews,
  answerKind,
  targetPrice,
  backInStock,
  priceDrop,
  calledOff,
  localEvent,
  newFrom,
  upgrade,
  cartLeft,
  dueAgainKind,
  anniversary,
  winBack,
  announcement,
];
