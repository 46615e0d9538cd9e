/**
 * The commerce room: what shops offer and what customers bought.
 *
 * Imports (`importSource`, `startImportSchedule`) bring offers and orders into the store, `recogniseOffers` says which
 * offers are one product, `keepCatalogue` holds everything in memory for answers: `readRequest` and `findOffers`
 * work on `catalogue.current().index`, `shopItems` and `customerRecord` feed the recommender. Orders are found with
 * `startOrderChallenge` and `answerOrderChallenge`.
 */
export { type DemoOptions, importDemoShop, isDemoShopDue } from './catalogue/demo.ts';
export { type DemoCustomer, demoCustomers, isDemoStore } from './catalogue/demo-customers.ts';
export { type FetchRules, feedLimits, guardedFetch, pageLimits } from './catalogue/guarded-fetch.ts';
export { createImportDesk, type ImportDesk } from './catalogue/import-desk.ts';
export { type ImportJob, importInWorker } from './catalogue/import-in-worker.ts';
export { listRuns } from './catalogue/import-runs.ts';
export { nextRun, startImportSchedule } from './catalogue/import-schedule.ts';
export { importSource, type SourceImporter, type SourceImportOptions } from './catalogue/import-source.ts';
export {
  type CatalogueKeeper,
  catalogueTopic,
  type KeepCatalogueOptions,
  keepCatalogue,
} from './catalogue/keep-catalogue.ts';
export {
  detectKind,
  isOfferKind,
  isOrderKind,
  isSourceKind,
  type OfferKind,
  type OrderKind,
  offerKinds,
  orderKinds,
  type SourceKind,
} from './catalogue/kinds.ts';
export { learnedMatches } from './catalogue/learned-matches.ts';
export { decideMatch, type MatchDecision, type OfferRef } from './catalogue/match-decisions.ts';
export { createPoliteFetch, type PoliteFetch } from './catalogue/polite-fetch.ts';
export { judgePrice, type PricePoint, type PriceVerdict, priceHistory } from './catalogue/price-history.ts';
export { type ProductFacts, type StatedFacts, saveProductFacts } from './catalogue/product-facts.ts';
export { type FindMatches, type RecogniseOptions, recogniseOffers } from './catalogue/recognise.ts';
export type { ImportReport } from './catalogue/report.ts';
export { shopItems } from './catalogue/shop-items.ts';
export {
  findShop,
  listShops,
  listSources,
  type Shop,
  type Source,
  type SourceState,
  saveShop,
  saveSource,
} from './catalogue/shops.ts';
export {
  type CatalogueProduct,
  type CatalogueSnapshot,
  loadSnapshot,
  offerIn,
  offerKey,
  offerNamed,
  ownOffer,
  type ShopOffer,
} from './catalogue/snapshot.ts';
export { sparkline } from './catalogue/sparkline.ts';
export type { Availability, Condition } from './import/offer-source.ts';
export { type FindOptions, findOffers, type OfferSearch } from './offers/find-offers.ts';
export { createOfferIndex } from './offers/offer-index.ts';
export { mayNameType } from './offers/product-types.ts';
export * from './offers/request.ts';
export { readPrice } from './offers/request-price.ts';
export { isStandard } from './offers/tokens.ts';
export { type BoughtLine, boughtLines } from './orders/bought.ts';
export {
  answerOrderChallenge,
  type ChallengeAnswer,
  type ChallengeKeeper,
  type ChallengeStart,
  challengeMinutes,
  challengeTries,
  forgetOldChallenges,
  provedOrder,
  startOrderChallenge,
} from './orders/challenge.ts';
export { importOrders } from './orders/import-orders.ts';
export { findOrder, getOrder, type Order, type OrderLine, ordersOfCustomer } from './orders/order.ts';
export { defaultPolicy, mayCancel, mayReturn, type OrderPolicy, type PolicyAnswer } from './orders/policy.ts';
export {
  allPurchases,
  customerRecord,
  declinedByCustomers,
  declinedItems,
  declineItem,
  itemsOfCustomer,
  itemsOfCustomers,
  type OwnedItem,
  ordersVersion,
  recordOf,
  repeatCustomers,
  undeclineItem,
} from './orders/purchases.ts';
export type { OrderStatus, RawOrder } from './orders/raw-order.ts';
export { commerceTables } from './personal-data.ts';
export { readEcbRates } from './rates/ecb-rates.ts';
export { type ExchangeRates, inCurrency } from './rates/exchange-rates.ts';
export { keepRates } from './rates/keep-rates.ts';
export { currentRates, saveRates } from './rates/stored-rates.ts';
export * from './recommend/index.ts';
export { taxRateShape } from './tax/stored-tax.ts';
export { type Destination, type Tax, taxOn } from './tax/tax.ts';
