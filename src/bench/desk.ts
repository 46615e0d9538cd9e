/** `npm run bench -- desk`: routing. */
import { benchRouting } from './desk-routing.ts';

export function benchDesk(): void {
  benchRouting();
}
