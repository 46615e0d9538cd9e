/** The program of one server: `serve.ts KIND`. Says its port, then what it has used when it is asked. */
import { type Measured, serverKinds } from './server-kinds.ts';

const kind = serverKinds.find((each) => each === process.argv[2]);
if (!kind) throw new Error(`There is no server "${process.argv[2]}".`);
const { serve }: { serve: () => Promise<number> } = await import(`./servers/${kind}.ts`);
const port = await serve();

process.on('message', (message) => {
  if (message === 'stop') process.exit(0);
  if (message === 'memory') globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const measured: Measured = { cpuMicros: user + system, memory: process.memoryUsage.rss() };
  process.send?.(measured);
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port });
