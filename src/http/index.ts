/** The web server and what it serves beside the channels. */
export { addressReader, visitorReader } from './addresses.ts';
export { type Authenticate, anyOf, type Principal, type Route } from './api/index.ts';
export { authenticateBearers } from './bearers.ts';
export { chatPage } from './chat-page.ts';
export { alertRoutes } from './routes/alerts.ts';
export { customerLinkRoutes } from './routes/customer-links.ts';
export { customerRoutes } from './routes/customers.ts';
export { demoRoutes } from './routes/demo.ts';
export { authenticateDesk, type DeskRouteParts, deskRoutes } from './routes/desk/index.ts';
export { eventRoutes } from './routes/events.ts';
export { hubRoutes } from './routes/hub.ts';
export { importRoutes } from './routes/imports.ts';
export { operatorRoutes } from './routes/operator.ts';
export { createHttpServer, type HttpServer } from './server.ts';
export { createSite } from './site.ts';
export { bundleWidget } from './static-files.ts';
