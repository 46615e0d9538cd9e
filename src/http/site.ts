/** Everything Express answers: the demo shop's page and the widget's files, health, and the operator's routes. */
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { messageOf } from '../core/errors.ts';
import { apiPage, type HttpReply, openApiDocument, type Route, serveRoutes } from './api/index.ts';
import type { ServingParts } from './api/serve-routes.ts';
import type { StaticFile } from './static-files.ts';

export interface SiteParts extends ServingParts {
  readonly files: ReadonlyMap<string, StaticFile>;
  /** Resolves when the store answers; rejects when it does not, or when the server is going away. */
  readonly health: () => Promise<void>;
  /** What the widget wants to know of the shop before it opens. */
  readonly widgetConfig: () => Promise<object>;
  /** What `/` shows instead of the demo shop's page; undefined while that one is to be shown. */
  readonly chatPage: (request: Request) => Promise<HttpReply | undefined>;
  /** Every route of the API. */
  readonly routes: readonly Route[];
  /** The product's own version. */
  readonly version: string;
}

export function createSite(parts: SiteParts): express.Express {
  const site = express();
  site.disable('x-powered-by');
  // The storefront keeps the strictest policy that a page with the widget needs, and so shows that it works.
  site.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'", 'ws:', 'wss:'],
          styleSrc: ["'self'"],
          scriptSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          frameAncestors: ["'self'"],
        },
      },
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      strictTransportSecurity: false,
    }),
  );

  site.get('/healthz', async (_request, response) => {
    try {
      await parts.health();
      response.json({ status: 'ok' });
    } catch (error) {
      response.status(503).json({ status: 'unavailable', reason: messageOf(error) });
    }
  });

  site.get('/widget/config', async (_request, response) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'public, max-age=60' });
    response.json(await parts.widgetConfig());
  });

  // Described when somebody first asks: it takes as long as a third of the start.
  const document = once(() => openApiDocument(parts.routes, parts.version));
  site.get('/openapi.json', (_request, response) => void response.json(document()));
  const page = once(() => apiPage(parts.routes));
  site.get('/api', (_request, response) => void response.set(page().headers).send(page().body));
  site.use(serveRoutes(parts.routes, parts));

  site.get('/', async (request, response, next) => {
    // Express takes `//` for `/`, and there is nothing.
    const page = request.path === '/' ? await parts.chatPage(request) : undefined;
    if (page) response.status(page.status).set(page.headers).send(page.body);
    else next();
  });

  site.use((request, response, next) => {
    const file =
      request.method === 'GET' || request.method === 'HEAD' ? parts.files.get(request.path) : undefined;
    if (file) sendFile(file, request, response);
    else next();
  });

  site.use((request, response) => {
    const message = `There is nothing at ${request.method} ${request.path}.`;
    response.status(404).json({ error: { code: 'NotFound', message } });
  });

  site.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    if (status >= 500) parts.log.error({ path: request.path, error: messageOf(error) }, 'A request failed');
    const message = status >= 500 ? 'The server could not do this. Try again.' : messageOf(error);
    response
      .status(status)
      .json({ error: { code: status >= 500 ? 'ServiceError' : 'BadArgument', message } });
  });

  return site;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function sendFile(file: StaticFile, request: Request, response: Response): void {
  const compressed = file.gzip !== undefined && request.acceptsEncodings('gzip') === 'gzip';
  response.set({
    'Content-Type': file.contentType,
    ETag: file.etag,
    'Cache-Control': 'public, max-age=300, must-revalidate',
    Vary: 'Accept-Encoding',
  });
  if (request.headers['if-none-match'] === file.etag) return void response.status(304).end();
  if (compressed) response.set('Content-Encoding', 'gzip');
  response.send(compressed ? file.gzip : file.body);
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
