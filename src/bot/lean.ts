/** Completes a short question by the one that it leans on. */
export { leanOnPrevious } from '../understanding/index.ts';
