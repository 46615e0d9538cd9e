/** The API kit: routes declared once are served, described and shown. */
export { apiPage } from './api-page.ts';
export { openApiDocument } from './open-api.ts';
export { type Access, type Authenticate, anyOf, type Principal } from './principal.ts';
export { defineRoute, HttpReply, type Route } from './route.ts';
export { serveRoutes } from './serve-routes.ts';
