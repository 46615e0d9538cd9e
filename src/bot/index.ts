/** The bot: its turn, its intents, and the one adapter to the Bot Framework SDK. */
export { answerFinder } from './answer-finder.ts';
export { bankOf } from './bank.ts';
export { type BankKeeper, keepBank } from './bank-keeper.ts';
export { type Bot, botAccountId, createBot } from './bot.ts';
export { type CustomerAgent, type CustomerAgents, createCustomerAgents } from './customer-agent.ts';
export { forgetWords } from './forget-words.ts';
export type { FoundProduct } from './found-products.ts';
export { type Intent, type LoadedIntent, loadIntents } from './intents.ts';
export { createOrderAgents } from './order-agent.ts';
export { botTables } from './personal-data.ts';
export {
  type CloudChannelAdapter,
  type CloudCredentials,
  createCloudAdapter,
} from './sdk.ts';
export { createShopAgent, type Reason, type ShopAgent } from './shop-agent.ts';
