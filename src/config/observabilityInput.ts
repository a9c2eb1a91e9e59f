/** The part of the vocabulary that is about how the platform is watched. */

/** A figure of the business, counted from the JSON lines that a service logs. Each costs as a metric, in every region. */
export interface KpiInput {
  /** Kebab-case, at most 30 characters: `orders-placed`. */
  readonly name: string;
  /** Service of the journey that logs it. @default the journey's first */
  readonly service?: string;
  /** Which lines count, as a filter of CloudWatch for JSON: `{ $.event = "order.placed" }`. */
  readonly pattern: string;
  /** Field that holds the figure, such as `$.total`. @default every line counts as one */
  readonly value?: string;
  /** @default "Count" */
  readonly unit?: "Count" | "Seconds" | "Milliseconds" | "Bytes" | "Percent" | "None";
  /**
   * What is unusual enough to be told: `less` or `more` than at this hour of the week before, `either`, or `nothing`,
   * which only draws it. CloudWatch learns what is usual within two weeks. @default "less"
   */
  readonly alarm?: "less" | "more" | "either" | "nothing";
}

/** A page or an API that a canary asks for, and how it must answer. */
export interface VisitInput {
  /** Below the first public host: `/search?q=shoes`. */
  readonly path: string;
  /** HTTP status of the answer. @default 200 */
  readonly status?: number;
  /** Text that the answer must contain. @default any */
  readonly contains?: string;
}

/** How the platform is watched, beyond the alarms that every resource has. */
export interface ObservabilityInput {
  /** Share of requests whose way through the services is recorded, after the first in each second. @default 5 */
  readonly tracePercent?: number;
  /** The same for critical services that a journey begins or goes on with. @default 20 */
  readonly criticalTracePercent?: number;
  /** Minutes between two visits of a canary, 1 to 60. @default 5 */
  readonly canaryMinutes?: number;
  /**
   * Counts who contributes most to what goes wrong (Contributor Insights): addresses that the network and the web
   * firewall turn away, and keys that critical services' tables are asked for most. Tables that hold personal or
   * cardholder data are left out, since keys are shown in clear text, and so are small environments.
   * Some dollars a month in each region. @default true
   */
  readonly contributors?: boolean;
  /**
   * Copies metrics to files in a bucket of their own region, minutes after they are measured: for longer than CloudWatch
   * keeps them by the minute, and for tools that read files. Three dollars for a million updates, and each metric is
   * one every minute: a hundred metrics make thirteen dollars a month, in each region.
   * @default off
   */
  readonly stream?: MetricStreamInput;
  /**
   * Hears from customers' browsers how long pages take and which scripts fail (CloudWatch RUM), in every region that
   * runs services, small environments left out; a dollar for 100,000 events, and a visit of some pages makes dozens. What a browser reports names
   * its address and software, so tell customers. A page asks `rum:GetAppMonitor` of its server for what it needs.
   * @default off: to listen to browsers is a decision about people, and yours
   */
  readonly browsers?: BrowsersInput;
}

/** Which metrics are copied to files, and for how long. */
export interface MetricStreamInput {
  /**
   * Namespaces of CloudWatch whose metrics are copied, 1 to 50.
   * @default ["AWS/ApplicationELB", "AWS/DynamoDB", "AWS/ElastiCache", "AWS/RDS"]: what an incident is explained by
   */
  readonly namespaces?: readonly string[];
  /** Days that the files are kept. @default 400: a year, and the month to compare it with */
  readonly keepDays?: number;
}

/** How much of customers' browsers is heard. */
export interface BrowsersInput {
  /** Share of visits that report, above 0 and at most 100. @default 10 */
  readonly samplePercent?: number;
  /**
   * Remembers a browser between pages and visits, which tells visits from page views. In the European Union only with
   * the visitor's consent (ePrivacy Directive, article 5(3)), which your pages must have asked for. @default false
   */
  readonly cookies?: boolean;
}
