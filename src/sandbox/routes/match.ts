import { accessAnalyzerRoutes } from "./access-analyzer.ts";
import { apigatewayRoutes } from "./apigateway.ts";
import { apsRoutes } from "./aps.ts";
import { arcZonalShiftRoutes } from "./arc-zonal-shift.ts";
import { backupRoutes } from "./backup.ts";
import { cloudfrontRoutes } from "./cloudfront.ts";
import { eksRoutes } from "./eks.ts";
import { elasticfilesystemRoutes } from "./elasticfilesystem.ts";
import { guarddutyRoutes } from "./guardduty.ts";
import { inspector2Routes } from "./inspector2.ts";
import { lambdaRoutes } from "./lambda.ts";
import { macie2Routes } from "./macie2.ts";
import { oamRoutes } from "./oam.ts";
import { pipesRoutes } from "./pipes.ts";
import { route53Routes } from "./route53.ts";
import { recoveryControlConfigRoutes } from "./route53-recovery-control-config.ts";
import { rumRoutes } from "./rum.ts";
import { s3Routes } from "./s3.ts";
import { s3ControlRoutes } from "./s3-control.ts";
import { schedulerRoutes } from "./scheduler.ts";
import { securityhubRoutes } from "./securityhub.ts";
import { syntheticsRoutes } from "./synthetics.ts";
import { xrayRoutes } from "./xray.ts";

/** One row of a table: an action and what a request for it looks like. */
interface Route {
  readonly action: string;
  readonly method: string;
  /** Undefined stands for any one segment; a final `greedy` takes all that is left. */
  readonly segments: readonly (string | undefined)[];
  readonly greedy: boolean;
  readonly query: readonly (readonly [key: string, value: string | undefined])[];
  readonly headers: readonly string[];
}

const TABLES: Readonly<Record<string, string>> = {
  "access-analyzer": accessAnalyzerRoutes,
  apigateway: apigatewayRoutes,
  aps: apsRoutes,
  "arc-zonal-shift": arcZonalShiftRoutes,
  backup: backupRoutes,
  cloudfront: cloudfrontRoutes,
  eks: eksRoutes,
  elasticfilesystem: elasticfilesystemRoutes,
  guardduty: guarddutyRoutes,
  inspector2: inspector2Routes,
  lambda: lambdaRoutes,
  macie2: macie2Routes,
  oam: oamRoutes,
  pipes: pipesRoutes,
  route53: route53Routes,
  "route53-recovery-control-config": recoveryControlConfigRoutes,
  rum: rumRoutes,
  s3: s3Routes,
  "s3-control": s3ControlRoutes,
  scheduler: schedulerRoutes,
  securityhub: securityhubRoutes,
  synthetics: syntheticsRoutes,
  xray: xrayRoutes,
};

const compiled = new Map<string, readonly Route[]>();

/** Services whose actions are told from method and path. */
export const routedServices: readonly string[] = Object.keys(TABLES);

/**
 * The action that a request in REST style asks for, or undefined when no row of the service fits.
 * Of several rows that fit, the one that demands most of the request wins.
 */
export function routeAction(
  service: string,
  method: string,
  path: string,
  query: URLSearchParams,
  hasHeader: (name: string) => boolean,
): string | undefined {
  const segments = split(path);
  let best: Route | undefined;
  for (const route of routesOf(service)) {
    if (route.method !== method || !pathFits(route, segments)) continue;
    if (!route.headers.every(hasHeader)) continue;
    if (
      !route.query.every(
        ([key, value]) => query.has(key) && (value === undefined || query.get(key) === value),
      )
    )
      continue;
    if (best === undefined || weight(route) > weight(best)) best = route;
  }
  return best?.action;
}

function routesOf(service: string): readonly Route[] {
  const known = compiled.get(service);
  if (known !== undefined) return known;
  const table = TABLES[service] ?? "";
  const routes = table.trim() === "" ? [] : table.trim().split("\n").map(parseRow);
  compiled.set(service, routes);
  return routes;
}

function parseRow(row: string): Route {
  const [action = "", method = "", uri = "", ...headers] = row.split(" ");
  const mark = uri.indexOf("?");
  const path = mark < 0 ? uri : uri.slice(0, mark);
  const segments = split(path);
  const greedy = segments.at(-1)?.endsWith("+}") === true;
  return {
    action,
    method,
    segments: segments.map((segment) => (segment.startsWith("{") ? undefined : segment)),
    greedy,
    query:
      mark < 0
        ? []
        : uri
            .slice(mark + 1)
            .split("&")
            .map(parsePair),
    headers,
  };
}

function parsePair(pair: string): readonly [string, string | undefined] {
  const equals = pair.indexOf("=");
  return equals < 0 ? [pair, undefined] : [pair.slice(0, equals), pair.slice(equals + 1)];
}

function split(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function pathFits(route: Route, segments: readonly string[]): boolean {
  if (route.greedy ? segments.length < route.segments.length : segments.length !== route.segments.length) {
    return false;
  }
  return route.segments.every((segment, index) => segment === undefined || segment === segments[index]);
}

/** Fixed segments count most, then what the query and the headers must hold. */
function weight(route: Route): number {
  const fixed = route.segments.filter((segment) => segment !== undefined).length;
  return fixed * 100 + route.query.length * 10 + route.headers.length * 10 + (route.greedy ? 0 : 1);
}
