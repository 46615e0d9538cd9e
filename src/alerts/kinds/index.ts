/** Every kind of alert the shop knows. */
import type { AlertKind } from '../look.ts';
import { localEvent } from './local-event.ts';

export const alertKindModules: readonly AlertKind[] = [localEvent];
