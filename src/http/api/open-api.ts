/** The OpenAPI 3.1 document of the declared routes. */
import { z } from 'zod';
import { failureShape } from './failures.ts';
import type { Access } from './principal.ts';
import type { Route } from './route.ts';

type Schema = Record<string, unknown>;

/** Describes the routes as https://spec.openapis.org/oas/v3.1.0 says, with JSON Schema 2020-12 for shapes. */
export function openApiDocument(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shopdesk',
      version,
      description:
        'The API of the service desk. Conversations themselves are spoken over Direct Line 3.0 at /v3/directline.',
    },
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Failure: jsonSchema(failureShape, 'output') },
      securitySchemes: {
        deskSession: {
          type: 'apiKey',
          in: 'cookie',
          name: 'shopdesk_desk',
          description: 'A person signed in at the desk',
        },
        secret: {
          type: 'http',
          scheme: 'bearer',
          description:
            'ADMIN_TOKEN; DIRECT_LINE_SECRET for what is open to the shop, HUB_SECRET for what is open to the hub',
        },
      },
    },
  };
}

const securityOf: Readonly<Record<Access, readonly object[]>> = {
  anyone: [],
  shop: [{ secret: [] }],
  hub: [{ secret: [] }],
  agent: [{ deskSession: [] }, { secret: [] }],
  supervisor: [{ deskSession: [] }, { secret: [] }],
  admin: [{ deskSession: [] }, { secret: [] }],
};

function operation(route: Route): object {
  const good = String(route.status ?? (route.answer ? 200 : 204));
  const failing = { $ref: '#/components/schemas/Failure' };
  return {
    tags: [route.tag],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    operationId: operationId(route),
    'x-access': route.access,
    security: securityOf[route.access],
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...bodyOf(route),
    responses: {
      [good]: route.answer
        ? {
            description: 'Done',
            content: { 'application/json': { schema: jsonSchema(route.answer, 'output') } },
          }
        : { description: 'Done' },
      default: { description: 'Refused or failed', content: { 'application/json': { schema: failing } } },
    },
  };
}

function bodyOf({ body, streams }: Route): object {
  if (streams) {
    return {
      requestBody: {
        required: true,
        content: { [streams]: { schema: { type: 'string', format: 'binary' } } },
      },
    };
  }
  if (!body) return {};
  return {
    requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } },
  };
}

function parametersOf(shape: z.ZodType | undefined, place: 'path' | 'query'): object[] {
  if (!shape) return [];
  const { properties = {}, required = [] } = objectSchema.parse(jsonSchema(shape, 'input'));
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema,
  }));
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
});

/** What JSON Schema cannot say, such as a check in code, is left out. */
function jsonSchema(shape: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' });
  return schema;
}

/** `post /api/desk/chats/{id}/claim` → `postDeskChatsIdClaim` */
function operationId({ method, path }: Route): string {
  const words = path
    .replace(/^\/api/, '')
    .split(/\W+/)
    .filter(Boolean);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
