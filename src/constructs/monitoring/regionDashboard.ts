import { CloudwatchDashboard } from "@cdktn/provider-aws/lib/cloudwatch-dashboard/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import {
  type AlarmDefinition,
  type GraphDefinition,
  isBand,
  isFormula,
  isQuery,
  type Metric,
  type WatchedResource,
} from "./alarms/alarm.ts";
import { alarmName } from "./regionAlarms.ts";

/** Columns of a dashboard, and the size of a graph on it; CloudWatch's grid is 24 wide. */
const GRID = { columns: 24, width: 8, height: 6 } as const;

/**
 * Graphs on one dashboard: CloudWatch takes 500 widgets and 2,500 metrics on each
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html), people take fewer.
 */
const GRAPHS_PER_DASHBOARD = 100;

export interface RegionDashboardProps {
  readonly naming: Naming;
  /** Region that is drawn, part of the dashboard's name. */
  readonly region: string;
  /** The same that the alarms are made of, so that graph and alarm cannot differ. */
  readonly watched: readonly WatchedResource[];
  /** Short names of composite alarms, whose state stands first. @default none */
  readonly composites?: readonly string[];
}

/**
 * One region at a glance: the state of its alarms, then a graph for each with its threshold. Where there is much to
 * see, on several dashboards.
 *
 * Dashboards are global, one name for the account whichever region made them, hence the region in the name
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html). They bear no tags.
 */
export class RegionDashboard extends Construct {
  constructor(scope: Construct, id: string, props: RegionDashboardProps) {
    super(scope, id);
    for (const [index, watched] of pages(props.watched).entries()) {
      const suffix = index === 0 ? "" : `-${index + 1}`;
      new CloudwatchDashboard(this, `dashboard${suffix}`, {
        dashboardName: nameOf(props.naming, `${props.region}${suffix}`),
        dashboardBody: JSON.stringify({ widgets: widgets({ ...props, watched }) }),
      });
    }
  }
}

/** What is watched, in as many parts as there are dashboards; a resource's graphs stay together. */
function pages(watched: readonly WatchedResource[]): readonly (readonly WatchedResource[])[] {
  const parts: WatchedResource[][] = [[]];
  let graphs = 0;
  for (const resource of watched) {
    graphs += graphsOf(resource);
    if (graphs > GRAPHS_PER_DASHBOARD && parts.at(-1)?.length !== 0) {
      parts.push([]);
      graphs = graphsOf(resource);
    }
    parts.at(-1)?.push(resource);
  }
  return parts;
}

function graphsOf({ alarms, graphs = [] }: WatchedResource): number {
  return alarms.flatMap(drawnOf).length + graphs.length;
}

/** An alarm that speaks for several limits is drawn as these, or nobody would see which of them it was. */
function drawnOf(alarm: AlarmDefinition): readonly AlarmDefinition[] {
  return alarm.parts ?? [alarm];
}

function widgets(props: RegionDashboardProps): object[] {
  const { naming, region } = props;
  const names = [
    ...(props.composites ?? []),
    ...props.watched.flatMap(({ alarms }) => alarms.map(({ name }) => name)),
  ];
  const arns = names.map(
    (name) => `arn:aws:cloudwatch:${region}:${naming.account}:alarm:${alarmName(naming, { name })}`,
  );
  const drawn: object[] = [
    // A status widget shows 100 alarms at most; what is beyond, of a resource with that many, still has its graph.
    place(
      0,
      GRID.columns,
      { type: "alarm", properties: { title: `Alarms of ${region}`, alarms: arns.slice(0, 100) } },
      0,
    ),
  ];
  let y: number = GRID.height;
  for (const resource of props.watched) {
    drawn.push({
      type: "text",
      x: 0,
      y,
      width: GRID.columns,
      height: 1,
      properties: { markdown: `## ${resource.title}` },
    });
    y += 1;
    const graphs = [
      ...resource.alarms.flatMap(drawnOf).map((alarm) => graph(alarm, region)),
      ...(resource.graphs ?? []).map((plain) => plainGraph(plain, region)),
    ];
    const perRow = GRID.columns / GRID.width;
    for (const [index, each] of graphs.entries()) {
      const row = y + Math.floor(index / perRow) * GRID.height;
      drawn.push(place((index % perRow) * GRID.width, GRID.width, each, row));
    }
    y += Math.ceil(graphs.length / perRow) * GRID.height;
  }
  return drawn;
}

function place(x: number, width: number, widget: object, y: number): object {
  return { ...widget, x, y, width, height: GRID.height };
}

function graph(alarm: AlarmDefinition, region: string): object {
  return {
    type: "metric",
    properties: {
      title: `${alarm.name} (${alarm.unit})`,
      region,
      view: "timeSeries",
      period: alarm.periodSeconds,
      metrics: lines(alarm),
      ...(isBand(alarm.sounds)
        ? {}
        : { annotations: { horizontal: [{ label: `alarm: ${alarm.sounds}`, value: alarm.threshold }] } }),
    },
  };
}

function plainGraph({ name, watch, unit, periodSeconds: period }: GraphDefinition, region: string): object {
  const metrics = [[...path(watch), { stat: watch.statistic }]];
  const properties = { title: `${name} (${unit})`, region, view: "timeSeries", period, metrics };
  return { type: "metric", properties };
}

function lines({ watch, sounds, threshold }: AlarmDefinition): unknown[] {
  if (isQuery(watch)) return [[{ id: "watched", expression: watch.query, label: watch.label }]];
  if (!isFormula(watch)) {
    const drawn = [...path(watch), { id: "watched", stat: watch.statistic }];
    const expression = `ANOMALY_DETECTION_BAND(watched, ${threshold})`;
    return isBand(sounds)
      ? [drawn, [{ expression, label: "Expected" }]]
      : [[...path(watch), { stat: watch.statistic }]];
  }
  return [
    [{ id: "watched", expression: watch.expression, label: watch.label }],
    ...Object.entries(watch.of).map(([id, metric]) => [
      ...path(metric),
      { id, stat: metric.statistic, visible: false },
    ]),
  ];
}

/** Namespace, name, and dimensions one after the other, as dashboards write a metric. */
function path(metric: Metric): string[] {
  return [metric.namespace, metric.name, ...Object.entries(metric.dimensions).flat()];
}
