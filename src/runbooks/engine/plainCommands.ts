import { XMLParser } from "fast-xml-parser";
import type { PlainAnswer, RegionClients } from "../../aws/index.ts";
import type { Json, JsonObject } from "../../lib/index.ts";

/** How a call goes over the wire and comes back. Read off AWS's own service models (botocore 1.43, November 2026). */
export type PlainCommand = (clients: RegionClients, input: JsonObject) => Promise<Json>;

/** What XML does not tell: which elements are lists, and which texts are no texts. */
interface Shapes {
  readonly lists: readonly string[];
  readonly booleans?: readonly string[];
  readonly numbers?: readonly string[];
  /** Elements whose name on the wire is not that of the API. */
  readonly renamed?: Readonly<Record<string, string>>;
}

interface QueryService {
  readonly service: string;
  readonly version: string;
  /** What stands between a list's name and its numbers. `none` in EC2's dialect. */
  readonly entries: "member" | "none";
  readonly shapes: Shapes;
}

const ELASTICACHE: QueryService = {
  service: "elasticache",
  version: "2015-02-02",
  entries: "member",
  shapes: {
    lists: [
      "ReplicationGroups",
      "NodeGroups",
      "NodeGroupMembers",
      "MemberClusters",
      "GlobalReplicationGroups",
      "Members",
    ],
    booleans: ["ClusterEnabled", "AtRestEncryptionEnabled", "TransitEncryptionEnabled"],
  },
};

const BALANCERS: QueryService = {
  service: "elasticloadbalancing",
  version: "2015-12-01",
  entries: "member",
  shapes: {
    lists: ["LoadBalancers", "Listeners", "Rules", "AvailabilityZones", "Conditions", "Actions", "Values"],
    booleans: ["IsDefault"],
    numbers: ["Port"],
  },
};

const ZONES: QueryService = {
  service: "ec2",
  version: "2016-11-15",
  entries: "none",
  shapes: { lists: ["AvailabilityZones"], renamed: { availabilityZoneInfo: "AvailabilityZones" } },
};

const HUB_ROUTES: QueryService = {
  service: "ec2",
  version: "2016-11-15",
  entries: "none",
  shapes: {
    lists: ["TransitGatewayRouteTables", "Routes"],
    renamed: { routeSet: "Routes" },
  },
};

const ACCESS_LISTS: QueryService = {
  ...ZONES,
  shapes: {
    lists: ["NetworkAcls", "Entries"],
    booleans: ["Egress"],
    numbers: ["RuleNumber"],
    renamed: { networkAclSet: "NetworkAcls", entrySet: "Entries" },
  },
};

const ALARMS: QueryService = {
  service: "monitoring",
  version: "2010-08-01",
  entries: "member",
  shapes: { lists: ["MetricAlarms"] },
};

/** Calls of services that have no client here. A list, for the same reason as the other one. */
export const PLAIN_CALLS: Readonly<Record<string, PlainCommand>> = {
  "elasticache:DescribeReplicationGroups": query(ELASTICACHE, "DescribeReplicationGroups"),
  "elasticache:DescribeGlobalReplicationGroups": query(ELASTICACHE, "DescribeGlobalReplicationGroups"),
  "elasticache:FailoverGlobalReplicationGroup": query(ELASTICACHE, "FailoverGlobalReplicationGroup"),
  "elasticache:TestFailover": query(ELASTICACHE, "TestFailover"),
  "elasticloadbalancing:DescribeLoadBalancers": query(BALANCERS, "DescribeLoadBalancers"),
  "elasticloadbalancing:DescribeListeners": query(BALANCERS, "DescribeListeners"),
  "elasticloadbalancing:DescribeRules": query(BALANCERS, "DescribeRules"),
  "elasticloadbalancing:CreateRule": query(BALANCERS, "CreateRule"),
  "elasticloadbalancing:DeleteRule": query(BALANCERS, "DeleteRule"),
  "cloudwatch:DescribeAlarms": query(ALARMS, "DescribeAlarms"),
  "cloudwatch:PutMetricData": query(ALARMS, "PutMetricData"),
  "ec2:DescribeAvailabilityZones": query(ZONES, "DescribeAvailabilityZones"),
  "ec2:DescribeTransitGatewayRouteTables": query(HUB_ROUTES, "DescribeTransitGatewayRouteTables"),
  "ec2:SearchTransitGatewayRoutes": query(HUB_ROUTES, "SearchTransitGatewayRoutes"),
  "ec2:CreateTransitGatewayRoute": query(HUB_ROUTES, "CreateTransitGatewayRoute"),
  "ec2:DeleteTransitGatewayRoute": query(HUB_ROUTES, "DeleteTransitGatewayRoute"),
  "ec2:DescribeNetworkAcls": query(ACCESS_LISTS, "DescribeNetworkAcls"),
  "ec2:ReplaceNetworkAclEntry": query(ACCESS_LISTS, "ReplaceNetworkAclEntry"),
  "events:PutEvents": putEvents,
  "arc-zonal-shift:GetManagedResource": rest("arc-zonal-shift", "GET /managedresources/{resourceIdentifier}"),
  "arc-zonal-shift:StartZonalShift": rest("arc-zonal-shift", "POST /zonalshifts"),
  "arc-zonal-shift:CancelZonalShift": rest("arc-zonal-shift", "DELETE /zonalshifts/{zonalShiftId}"),
  "backup:StartRestoreJob": rest("backup", "PUT /restore-jobs"),
  "backup:ListRestoreJobs": rest(
    "backup",
    "GET /restore-jobs/?resourceType=ByResourceType&createdAfter=ByCreatedAfter&maxResults=MaxResults",
    ["CreationDate", "CompletionDate", "RecoveryPointCreationDate"],
  ),
  "backup:DescribeRecoveryPoint": rest(
    "backup",
    "GET /backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}",
    ["CreationDate", "CompletionDate", "LastRestoreTime"],
  ),
};

/** A refusal of AWS, as the SDK's clients throw it. */
class PlainError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(name: string, message: string, status: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode: status };
  }
}

/**
 * Events in AWS's JSON protocol. An answer of 200 may say of an event that it was not taken, which Step Functions makes a
 * failure by the same name.
 */
async function putEvents({ plain }: RegionClients, { Entries }: JsonObject): Promise<Json> {
  const entries = (Entries as readonly JsonObject[]).map((entry) => ({
    ...entry,
    Detail: JSON.stringify(entry.Detail),
  }));
  const answer = await plain.send({
    service: "events",
    method: "POST",
    contentType: "application/x-amz-json-1.1",
    target: "AWSEvents.PutEvents",
    body: JSON.stringify({ Entries: entries }),
  });
  if (answer.status >= 300) throw jsonError(answer);
  const taken = JSON.parse(answer.body) as JsonObject;
  const failed = (taken.Entries as readonly JsonObject[]).find(({ ErrorCode }) => ErrorCode !== undefined);
  if (failed === undefined) return taken;
  throw new PlainError("EventBridge.FailedEntry", `${failed.ErrorCode}: ${failed.ErrorMessage}`, 400);
}

function query({ service, version, entries, shapes }: QueryService, action: string): PlainCommand {
  return async ({ plain }, input) => {
    const form = new URLSearchParams({ Action: action, Version: version });
    for (const [name, value] of flattened(input, "", entries)) form.set(name, value);
    const answer = await plain.send({
      service,
      method: "POST",
      contentType: "application/x-www-form-urlencoded; charset=utf-8",
      body: form.toString(),
    });
    if (answer.status >= 300) throw xmlError(answer);
    return readXml(answer.body, shapes);
  };
}

/** `Actions.member.1.Type=fixed-response`: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
function flattened(
  value: Json,
  name: string,
  entries: QueryService["entries"],
): readonly (readonly [string, string])[] {
  if (value === null) return [];
  if (Array.isArray(value)) {
    const list = entries === "none" ? name.replace(/s$/, "") : `${name}.${entries}`;
    return value.flatMap((each, index) => flattened(each, `${list}.${index + 1}`, entries));
  }
  if (typeof value === "object") {
    return Object.entries(value).flatMap(([key, each]) =>
      flattened(each, name === "" ? key : `${name}.${key}`, entries),
    );
  }
  return [[name, String(value)]];
}

/** `route`: method, path with what the input gives, and which keys of the query get which of it; `times`: fields of the answer. */
function rest(service: string, route: string, times: readonly string[] = []): PlainCommand {
  const [method = "", address = ""] = route.split(" ");
  const [template = "", asked = ""] = address.split("?");
  return async ({ plain }, input) => {
    const left = new Map(Object.entries(input));
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = left.get(name);
      left.delete(name);
      return encodeURIComponent(String(value));
    });
    const query = Object.fromEntries(
      [...new URLSearchParams(asked)].flatMap(([key, name]) => {
        const value = left.get(name);
        left.delete(name);
        return value === undefined ? [] : [[key, String(value)]];
      }),
    );
    const answer = await plain.send({
      service,
      method: method as "GET",
      path,
      query,
      ...(left.size === 0
        ? {}
        : { contentType: "application/json", body: JSON.stringify(Object.fromEntries(left)) }),
    });
    if (answer.status >= 300) throw jsonError(answer);
    return answer.body === "" ? {} : dated(JSON.parse(answer.body) as Json, times);
  };
}

/** Times are seconds on the wire, and texts in Step Functions. */
function dated(value: Json, times: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((each) => dated(each, times));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) =>
      times.includes(name) && typeof each === "number"
        ? [name, new Date(each * 1000).toISOString()]
        : [name, dated(each, times)],
    ),
  );
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: true });

/** What the answer's root holds: `<Action>Response`, and within it `<Action>Result` where the dialect has that. */
function readXml(body: string, shapes: Shapes): Json {
  const parsed = parser.parse(body) as Record<string, unknown>;
  const [root] = Object.entries(parsed).flatMap(([name, each]) => (name.startsWith("?") ? [] : [each]));
  const fields = (root ?? {}) as Record<string, unknown>;
  const result = Object.entries(fields).find(([name]) => name.endsWith("Result"))?.[1] ?? fields;
  return shaped("", result, shapes);
}

function shaped(name: string, value: unknown, shapes: Shapes): Json {
  if (shapes.lists.includes(name)) {
    const entries = typeof value === "object" && value !== null ? Object.values(value) : [];
    return entries
      .flatMap((each) => (Array.isArray(each) ? each : [each]))
      .map((each) => shaped("", each, shapes));
  }
  if (Array.isArray(value)) return value.map((each) => shaped("", each, shapes));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => {
        const field = shapes.renamed?.[key] ?? key.charAt(0).toUpperCase() + key.slice(1);
        return [field, shaped(field, each, shapes)];
      }),
    );
  }
  const text = String(value ?? "");
  if (shapes.booleans?.includes(name)) return text === "true";
  return shapes.numbers?.includes(name) ? Number(text) : text;
}

function xmlError({ status, body }: PlainAnswer): PlainError {
  const code = /<Code>([^<]*)<\/Code>/.exec(body)?.[1] ?? `HTTP ${status}`;
  return new PlainError(code, /<Message>([^<]*)<\/Message>/.exec(body)?.[1] ?? code, status);
}

export function jsonError({ status, body, headers }: PlainAnswer): PlainError {
  const fields = ((): Record<string, unknown> => {
    try {
      return JSON.parse(body) as Record<string, unknown>;
    } catch {
      return {};
    }
  })();
  const type = String(headers["x-amzn-errortype"] ?? fields.__type ?? fields.code ?? `HTTP ${status}`);
  const name = type.split(":")[0]?.split("#").at(-1) ?? type;
  return new PlainError(name, String(fields.message ?? fields.Message ?? name), status);
}
