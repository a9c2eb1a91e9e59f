import { createHash } from "node:crypto";
import { canonicalJson, type JsonObject } from "../../lib/index.ts";
import type { Naming } from "../naming.ts";
import { liveArn } from "./names.ts";

/** One way into an API. */
export interface ApiRoute {
  /** Method of HTTP, in capitals: `POST`. */
  readonly method: string;
  /** `/orders/{order}`. */
  readonly path: string;
  /** Function that answers, by its name in the configuration. */
  readonly function: string;
  /** How long the function may take: API Gateway waits 29 seconds at most. */
  readonly timeoutSeconds: number;
  /** Query parameters without which a call is turned away. */
  readonly query: readonly string[];
  /** What the body must be. @default any */
  readonly body?: JsonObject;
}

export interface ApiDocumentProps {
  readonly naming: Naming;
  readonly region: string;
  readonly name: string;
  /** `iam`, or a function. */
  readonly authoriser: string;
  readonly routes: readonly ApiRoute[];
  /** Whether each call needs a key of a usage plan besides. */
  readonly keys: boolean;
}

/** Seconds for which the authoriser's answer holds for the same caller: as long as one who was shut out still gets in. */
const AUTHORISED_SECONDS = 60;

/**
 * What a function may answer in place of a result: an error whose message begins with the status in brackets,
 * `[404] no such order`. Any other error is ours, 502, and says nothing of what happened inside.
 */
const REFUSALS = ["400", "403", "404", "409", "422"] as const;

/**
 * An API as API Gateway imports it: one document for routes, validation, authorisation and transformation, so that a
 * change of any of them is one deployment. Equal input gives equal text.
 *
 * A function is handed `{ method, path, requestId, caller, parameters: { path, query }, body }`, whatever the caller
 * sent, and answers with the body to send. Neither headers nor cookies get in.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html, November 2026.
 */
export function apiDocument(props: ApiDocumentProps): string {
  const paths = Object.entries(Object.groupBy(props.routes, ({ path }) => path)).map(
    ([path, routes = []]) => [
      path,
      Object.fromEntries(routes.map((route) => [route.method.toLowerCase(), operation(props, route)])),
    ],
  );
  const schemas = props.routes.flatMap((route) =>
    route.body === undefined ? [] : [[modelOf(route), route.body]],
  );
  return canonicalJson(
    {
      openapi: "3.0.1",
      info: { title: props.name, version: "1" },
      paths: Object.fromEntries(paths),
      components: {
        schemas: Object.fromEntries(schemas),
        securitySchemes: {
          authoriser: authoriser(props),
          ...(props.keys ? { key: { type: "apiKey", name: "x-api-key", in: "header" } } : {}),
        },
      },
      "x-amazon-apigateway-request-validators": {
        all: { validateRequestBody: true, validateRequestParameters: true },
      },
      "x-amazon-apigateway-request-validator": "all",
      "x-amazon-apigateway-gateway-responses": {
        BAD_REQUEST_BODY: ours(400, "$context.error.validationErrorString"),
        BAD_REQUEST_PARAMETERS: ours(400, "$context.error.validationErrorString"),
        DEFAULT_5XX: ours(500, "not answered"),
      },
    },
    0,
  ).trim();
}

/** Changes when the document does: a deployment is taken from it. */
export function digestOf(document: string): string {
  return createHash("sha256").update(document).digest("hex");
}

/** The ARN by which API Gateway calls a function. */
function invocation({ naming, region }: ApiDocumentProps, name: string): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${liveArn(naming, name, region)}/invocations`;
}

function authoriser(props: ApiDocumentProps): object {
  const header = { type: "apiKey", name: "Authorization", in: "header" };
  if (props.authoriser === "iam") return { ...header, "x-amazon-apigateway-authtype": "awsSigv4" };
  return {
    ...header,
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      type: "request",
      authorizerUri: invocation(props, props.authoriser),
      identitySource: "method.request.header.Authorization",
      authorizerResultTtlInSeconds: AUTHORISED_SECONDS,
    },
  };
}

function operation(props: ApiDocumentProps, route: ApiRoute): object {
  const inPath = [...route.path.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name);
  const parameter = (place: "path" | "query") => (name: string) => ({
    name,
    in: place,
    required: true,
    schema: { type: "string" },
  });
  const response = (description: string) => ({ description, content: { "application/json": {} } });
  return {
    parameters: [...inPath.map(parameter("path")), ...route.query.map(parameter("query"))],
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: { $ref: `#/components/schemas/${modelOf(route)}` } } },
          },
        }),
    responses: Object.fromEntries([
      ["200", response("What the function answered")],
      ...REFUSALS.map((status) => [status, response("Refused by the function")]),
      ["502", response("The function failed")],
    ]),
    security: [{ authoriser: [], ...(props.keys ? { key: [] } : {}) }],
    "x-amazon-apigateway-integration": {
      type: "aws",
      httpMethod: "POST",
      uri: invocation(props, route.function),
      // Nothing gets in that was not checked: other content types are answered with 415.
      passthroughBehavior: "never",
      timeoutInMillis: route.timeoutSeconds * 1000,
      requestTemplates: { "application/json": requestTemplate(props, route) },
      responses: {
        default: { statusCode: "200", responseTemplates: { "application/json": "$input.json('$')" } },
        ...Object.fromEntries(
          REFUSALS.map((status) => [
            `\\[${status}\\](.|\\n)*`,
            {
              statusCode: status,
              responseTemplates: { "application/json": said(`$util.parseJson($input.body).errorMessage`) },
            },
          ]),
        ),
        // Whatever does not begin with a bracket: a failure of ours, a run that took too long.
        "[^\\[](.|\\n)*": {
          statusCode: "502",
          responseTemplates: {
            "application/json": '{"message":"failed","requestId":"$context.requestId"}',
          },
        },
      },
    },
  };
}

/** Text as a JSON string in a mapping template: what is escaped for JavaScript is right for JSON but for the apostrophe. */
const text = (expression: string) => `"$util.escapeJavaScript(${expression}).replaceAll("\\\\'","'")"`;

const said = (expression: string) => `{"message":${text(expression)},"requestId":"$context.requestId"}`;

function requestTemplate({ authoriser: by }: ApiDocumentProps, route: ApiRoute): string {
  const each = (place: "path" | "querystring") =>
    `{#foreach($name in $input.params().${place}.keySet())"$util.escapeJavaScript($name)":${text(`$input.params().${place}.get($name)`)}#if($foreach.hasNext),#end#end}`;
  const caller = by === "iam" ? "$context.identity.userArn" : "$context.authorizer.principalId";
  const body = route.method === "GET" || route.method === "DELETE" ? "null" : "$input.json('$')";
  return [
    `{"method":"$context.httpMethod","path":"$context.resourcePath","requestId":"$context.requestId",`,
    `"caller":${text(caller)},"parameters":{"path":${each("path")},"query":${each("querystring")}},"body":${body}}`,
  ].join("");
}

/** `POST /orders/{order}` as a model's name, of letters and digits only. */
function modelOf({ method, path }: ApiRoute): string {
  const words = `${method.toLowerCase()}/${path}`.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
}

function ours(statusCode: number, message: string): object {
  return {
    statusCode: String(statusCode),
    responseTemplates: {
      "application/json": `{"message":"${message}","requestId":"$context.requestId"}`,
    },
  };
}
