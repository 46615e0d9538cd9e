/** Starts in a worker thread; plain JavaScript because the thread must learn to read TypeScript first. */
import { register } from 'tsx/esm/api';

register();
await import('./read-worker.ts');
