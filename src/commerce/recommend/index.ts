/** Recommendations: train a model of purchases, then ask what a customer may like next and why. */
export { type CustomerRecord, type Standing, standingOf } from './customer.ts';
export { type DryRunLine, dryRunRules } from './dry-run.ts';
export { type DueAgain, dueAgain, usualGaps } from './due-again.ts';
export type { Obstacle } from './eligibility.ts';
export { type Interest, interestsOf } from './interests.ts';
export { type RecommendModel, trainModel } from './model.ts';
export type { Reason, Through } from './reasons.ts';
export {
  createRecommender,
  type Recommendation,
  type Recommender,
  type RecommendRequest,
} from './recommender.ts';
export type { Rule } from './rules.ts';
export { type RulesReading, readRules } from './rules-file.ts';
export type { Selector } from './selector.ts';
export { prepareShop } from './shop.ts';
export { type PriceClass, priceClasses, type ShopItem } from './shop-item.ts';
export { trainInWorker } from './train.ts';
export type { ItemFacts, Purchase } from './types.ts';
