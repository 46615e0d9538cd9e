/** The customers' room: who someone is, what they agreed to, what they like, and what is kept of them. */
export {
  type Consent,
  type ConsentChange,
  channelPattern,
  lastWord,
  type Purpose,
  purposes,
  type ReachChannel,
  reachChannelOf,
} from './consent.ts';
export { type ConsentProof, consentHistory, consentStatements } from './consents.ts';
export { type DailyJob, runIfDue, startDailyJob } from './daily-job.ts';
export { importDemoCustomers } from './demo.ts';
export { emailAddress } from './email-address.ts';
export {
  answerEmailProof,
  awaitsCode,
  codeMinutes,
  confirmAddress,
  type EmailProofAnswer,
  languageOfProof,
  startEmailProof,
} from './email-proof.ts';
export { batchShape, eventShape, mostEvents, type OrderEvent, type ShopEvent } from './event-shape.ts';
export { type EventParts, type EventSender, type EventsTaken, takeEvents } from './events.ts';
export {
  type City,
  type CityQuery,
  citiesNamed,
  countryCode,
  distanceKm,
  findCity,
  isLargerThanCity,
  isStateOrCountry,
} from './geocode.ts';
export { addInterests, type InterestSign, replaceInterests } from './interests.ts';
export type { CustomerKeeper } from './keeper.ts';
export { customersPage, findCustomer, loadPersons, personsOfRecords } from './load.ts';
export { type Merge, mergeCustomers, mergesOf, undoMerge } from './merge.ts';
export { customerTables } from './personal-data.ts';
export { completePlaces, placeOf } from './places.ts';
export { createPrivacy, type DataExport, type Person, type Privacy } from './privacy.ts';
export {
  type CustomerEmail,
  type CustomerInterest,
  type CustomerPlace,
  type CustomerProfile,
  interestKey,
  isPersonalised,
  mayReach,
  orderCustomerIds,
  type ReachVerdict,
} from './profile.ts';
export {
  type ChannelUser,
  type CustomerFacts,
  customerOfEmail,
  customerOfPerson,
  customerOfShop,
  customerOfUser,
  ensureRecord,
  type Identity,
  type Proof,
  personOfConversation,
  updateFacts,
} from './records.ts';
export { registerAddress } from './register.ts';
export { type StatedCustomer, saveCustomers } from './save-customers.ts';
export { isLinkSpent, type LinkKind, readLink, signLink, spendLink } from './signed-link.ts';
export { readUnsubscribe, type Unsubscribing, unsubscribe, unsubscribing } from './unsubscribe.ts';
export { namesOfUsers } from './user-names.ts';
export { type Vouched, vouchFor } from './vouch.ts';
export { vouchedUsers } from './vouched-users.ts';
