import type { KpiSettings, ObservabilitySettings } from "./observabilitySchema.ts";

/** A figure of the business, with every default filled in. */
export interface Kpi {
  readonly name: string;
  /** Name of the service that logs it. */
  readonly service: string;
  readonly pattern: string;
  /** Field that holds the figure; undefined where lines are counted. */
  readonly value?: string;
  readonly unit: string;
  readonly alarm: "less" | "more" | "either" | "nothing";
}

/** What a canary asks for, and how it must be answered. */
export interface Visit {
  readonly path: string;
  readonly status: number;
  readonly contains?: string;
}

/** How the platform is watched. */
export interface Observability {
  readonly tracePercent: number;
  readonly criticalTracePercent: number;
  readonly canaryMinutes: number;
  readonly contributors: boolean;
  /** Undefined where metrics are not copied. */
  readonly stream?: { readonly namespaces: readonly string[]; readonly keepDays: number };
  /** Undefined where browsers are not heard. */
  readonly browsers?: { readonly samplePercent: number; readonly cookies: boolean };
}

/** Only what was written down. */
export function observabilityOf({ browsers, stream, ...rest }: ObservabilitySettings): Observability {
  return {
    ...rest,
    ...(stream === undefined ? {} : { stream: { ...stream, namespaces: [...new Set(stream.namespaces)] } }),
    ...(browsers === undefined ? {} : { browsers }),
  };
}

export function kpiOf({ value, service, ...rest }: KpiSettings, firstService: string): Kpi {
  return { ...rest, service: service ?? firstService, ...(value === undefined ? {} : { value }) };
}

/** Only what was written down: a visit without `contains` has no such key. */
export function visitOf({
  contains,
  ...rest
}: {
  path: string;
  status: number;
  contains?: string | undefined;
}): Visit {
  return { ...rest, ...(contains === undefined ? {} : { contains }) };
}
