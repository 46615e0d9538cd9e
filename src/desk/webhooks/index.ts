/** Other systems of the shop are told what happens: written with what happened, signed, sent until it is taken. */
export { happeningOf } from './chat-facts.ts';
export { createDelivering, type Delivering, failingForMs, retryWaitsMs } from './deliver.ts';
export { keepWebhooks } from './keep-webhooks.ts';
export { createOutbox, type Happening, type Outbox, type Tell } from './outbox.ts';
export * from './shapes.ts';
export { createWebhooks, type Webhooks } from './webhooks.ts';
