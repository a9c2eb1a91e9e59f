import { z } from "zod";
import { kebab, strict, text, whole } from "./form.ts";

const PATTERN = 'a filter of CloudWatch for lines of JSON, such as { $.event = "order.placed" }';
const FIELD = 'a field of the line, such as "$.total"';
const kpi = strict({
  name: kebab(2, 30, "orders-placed"),
  service: text("the name of a service").optional(),
  // CloudWatch Logs takes patterns of at most 1,024 characters: API reference, PutMetricFilter.
  pattern: text(PATTERN).min(1, PATTERN).max(1024, `${PATTERN}, of at most 1024 characters`),
  value: text(FIELD)
    .regex(/^\$(?:\.[A-Za-z_][A-Za-z0-9_]*)+$/, FIELD)
    .max(100, FIELD)
    .optional(),
  unit: z
    .enum(
      ["Count", "Seconds", "Milliseconds", "Bytes", "Percent", "None"],
      "Count, Seconds, Milliseconds, Bytes, Percent or None",
    )
    .default("Count"),
  alarm: z.enum(["less", "more", "either", "nothing"], "less, more, either or nothing").default("less"),
});
export const kpis = z.array(kpi, "a list of figures, each with name and pattern").default([]);

const PATH = 'a path below the first public host, such as "/search?q=shoes"';
const visit = strict({
  path: text(PATH).regex(/^\/[!-~]{0,254}$/, PATH),
  status: whole(100, 599, "an HTTP status").default(200),
  contains: text("text that the answer must contain")
    .min(1, "text that the answer must contain")
    .max(200, "text of at most 200 characters")
    .optional(),
});
const VISITS = 'a list of 1 to 10 visits, such as [{ path: "/" }]';
export const visits = z.array(visit, VISITS).min(1, VISITS).max(10, VISITS).optional();

const PERCENT = "per cent, 0 to 100";
const percent = z.number(PERCENT).min(0, PERCENT).max(100, PERCENT);

const SAMPLE = "per cent of visits, above 0 and at most 100";
const browsers = strict({
  samplePercent: z.number(SAMPLE).gt(0, SAMPLE).max(100, SAMPLE).default(10),
  cookies: z.boolean("true or false").default(false),
});

const NAMESPACE = 'a namespace of CloudWatch, such as "AWS/RDS"';
const NAMESPACES = 'a list of 1 to 50 namespaces of CloudWatch, such as ["AWS/RDS"]';
const stream = strict({
  namespaces: z
    .array(text(NAMESPACE).regex(/^[^:*][!-~]{0,254}$/, NAMESPACE), NAMESPACES)
    .min(1, NAMESPACES)
    .max(50, NAMESPACES)
    .default(["AWS/ApplicationELB", "AWS/DynamoDB", "AWS/ElastiCache", "AWS/RDS"]),
  keepDays: whole(1, 3650, "days").default(400),
});

export const observability = strict({
  tracePercent: percent.default(5),
  criticalTracePercent: percent.default(20),
  canaryMinutes: whole(1, 60, "minutes").default(5),
  contributors: z.boolean("true or false").default(true),
  stream: stream.optional(),
  browsers: browsers.optional(),
}).prefault({});

export type KpiSettings = z.output<typeof kpi>;
export type ObservabilitySettings = z.output<typeof observability>;
