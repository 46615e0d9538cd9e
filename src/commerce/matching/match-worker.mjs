/** Starts the TypeScript loader in the thread, then the job: a thread does not inherit the loader. */
import { register } from 'tsx/esm/api';

register();
await import('./match-worker.ts');
