/** All that an intent may import. */

export {
  adaptiveCard,
  type CardButton,
  type CardElement,
  escapeMarkdown,
  facts,
  headPicture,
  openUrl,
  sayButton,
  table,
  textBlock,
} from './bot/adaptive-card.ts';
export type { AlertAgent, NearbyEvent, NewWish, ToldAlert, Wish } from './bot/alert-agent.ts';
export { whenInWords } from './bot/alert-agent.ts';
export { sayAnswer } from './bot/answer.ts';
export { askConsent, consentPurposes } from './bot/ask-consent.ts';
export { askedBefore, keepAsked, keepForNextTurn, keptInTurnBefore } from './bot/asked-before.ts';
export { type CustomerAgent, interestKey } from './bot/customer-agent.ts';
export { exampleQuestions } from './bot/decide.ts';
export type { Slot, SlotReading } from './bot/form.ts';
export type { ComparedOffer, FoundProduct } from './bot/found-products.ts';
export { defineIntent, type Intent } from './bot/intents.ts';
export { leanOnPrevious } from './bot/lean.ts';
export type { BoughtLine, Order, OrderAgent, PolicyAnswer } from './bot/order-agent.ts';
export { keepOrdersAtHand, ordersAtHand } from './bot/order-at-hand.ts';
export { orderPrefill, orderSlots, provenOrder, reopen, theirOrders } from './bot/order-proof.ts';
export {
  type City,
  type CustomerPlace,
  cityIn,
  isStateOrCountry,
  placeIn,
  placeName,
} from './bot/place-in.ts';
export type { PriceNote } from './bot/price-notes.ts';
export type { ProductSearch, Reason, ShopAgent, Suggestion } from './bot/shop-agent.ts';
export { priceWordsIn, purposeIn } from './bot/shop-request.ts';
export { emailSlot, wordsSlot } from './bot/slots.ts';
export type { Button, SayOptions, Turn } from './bot/turn.ts';
export type { Attachment } from './core/activity.ts';
export { asAsked, usualForm } from './core/as-asked.ts';
export { formatDay, formatDayOf } from './core/dates.ts';
export { formatMoney, type Money } from './core/money.ts';
export { plainLetters } from './core/plain-letters.ts';
