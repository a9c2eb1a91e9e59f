import { CloudwatchQueryDefinition } from "@cdktn/provider-aws/lib/cloudwatch-query-definition/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";

/** Groups that one query reads: CloudWatch Logs quotas, "Logs Insights", recalled. */
const GROUPS_AT_MOST = 50;

/** Few, so that at three in the morning one of them is the right one. */
const QUERIES: Readonly<Record<string, string>> = {
  "1 errors by service": `fields @timestamp
| filter outcome = "error" or level = "error"
| stats count(*) as errors, latest(@message) as example by @log
| sort errors desc`,
  "2 slowest by service": `filter event = "request"
| stats pct(durationMs, 99) as p99, pct(durationMs, 50) as median, count(*) as requests by @log
| sort p99 desc`,
  "3 one request through all services": `fields @timestamp, @log, @message
| filter traceId = "put the trace's id here"
| sort @timestamp asc
| limit 1000`,
};

export interface LogQueriesProps {
  readonly naming: Naming;
  /** Log groups of the services, at most 50 of which are read. */
  readonly groupNames: readonly string[];
}

/**
 * Questions to the services' logs, ready in the console under the environment's name. Free to keep; each run is billed
 * by what it reads, so that a short time range is a cheap one.
 */
export class LogQueries extends Construct {
  constructor(scope: Construct, id: string, props: LogQueriesProps) {
    super(scope, id);
    const { platform, environment } = props.naming;
    for (const [title, queryString] of Object.entries(QUERIES)) {
      new CloudwatchQueryDefinition(this, title.slice(2).replaceAll(" ", "-"), {
        name: `${platform}/${environment}/${title}`,
        logGroupNames: props.groupNames.slice(0, GROUPS_AT_MOST),
        queryString,
      });
    }
  }
}
