/** Memory of a server with ten thousand chats open in which nobody says anything. */
import { WebSocket } from 'ws';
import { startChat } from './lines/direct-line.ts';
import { openHttp } from './lines/http-connection.ts';
import { spawnServer } from './server-child.ts';
import { goal } from './table.ts';

const wantedSockets = 10_000;
/** Files that a process needs beside its sockets. */
const otherFiles = 200;
const openers = 40;

export async function measureIdleSockets(): Promise<string> {
  const sockets = Math.min(wantedSockets, openFileLimit() - otherFiles);
  const server = await spawnServer('shopdesk');
  const opened: WebSocket[] = [];
  try {
    // The code paths are warm before the first look at the memory.
    await openChats(server.port, 500, opened);
    const before = await server.memory();
    await openChats(server.port, sockets, opened);
    const perSocket = (await server.memory()) - before;
    return goal(
      `kB of memory for an idle chat, with ${sockets}`,
      perSocket / (sockets - 500) / 1_000,
      '≤',
      20,
    );
  } finally {
    for (const socket of opened) socket.terminate();
    await server.stop();
  }
}

async function openChats(port: number, upTo: number, opened: WebSocket[]): Promise<void> {
  let begun = opened.length;
  const open = async () => {
    const http = await openHttp(port);
    while (begun++ < upTo) {
      const { streamUrl } = await startChat(http);
      opened.push(await openSocket(streamUrl));
    }
    http.close();
  };
  await Promise.all(Array.from({ length: openers }, open));
}

function openSocket(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.on('error', reject);
    socket.on('open', () => resolve(socket));
  });
}

/** Node raises its own limit of open files as far as it may. */
function openFileLimit(): number {
  const report: { userLimits?: { open_files?: { soft?: number | string } } } = process.report.getReport();
  const soft = Number(report.userLimits?.open_files?.soft);
  return Number.isFinite(soft) ? soft : wantedSockets + otherFiles;
}
