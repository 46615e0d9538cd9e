/** Finding the offers of several shops that a request in plain words asks for. */
export { type FindOptions, findOffers, type OfferSearch } from './find-offers.ts';
export { type CatalogueOffer, createOfferIndex, type OfferIndex } from './offer-index.ts';
export { type OfferRequest, readRequest } from './request.ts';
