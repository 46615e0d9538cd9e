/** Recognising one product in the offers of several shops. */
export { sameByIdentity } from './identity.ts';
export { matchInWorker, type WorkerMatchOptions } from './match-in-worker.ts';
export { type MatchCandidate, matchRecords, type RecordMatches } from './match-records.ts';
export { loadMatcher, type Matcher } from './matcher.ts';
export { type ProductRecord, profileOf } from './record.ts';
