import type { JsonObject } from "../lib/index.ts";
import { exclusionOf, urlOf } from "./compile/index.ts";
import type { Needed, NeededPlace, Permission } from "./neededPermission.ts";
import { KEYS_OF_RESTORES, type KeyNeed, NEEDED_BY_RESTORES } from "./restorePermissions.ts";
import { type ApiCall, callsOf, iamAction, type Look, type Runbook, type Step, stepsOf } from "./runbook.ts";

const rds = (place: NeededPlace, type: "cluster" | "db", name: string) =>
  name.startsWith("arn:") ? name : `arn:aws:rds:${place.region}:${place.account}:${type}:${name}`;

/** A global database belongs to no region. */
const globalDatabase = ({ account }: NeededPlace, { GlobalClusterIdentifier }: JsonObject) =>
  `arn:aws:rds::${account}:global-cluster:${GlobalClusterIdentifier}`;

const replicationGroup = ({ region, account }: NeededPlace, id: unknown) =>
  `arn:aws:elasticache:${region}:${account}:replicationgroup:${id}`;

/** Looking takes no resource. */
const balancersAreListed = (action: string): Permission => ({
  action: `elasticloadbalancing:${action}`,
  resources: ["*"],
});

/** After the name that we chose, ARNs of listeners and rules have ids of AWS's. */
const ofBalancers = ({ region, account, balancers }: NeededPlace, path: (name: string) => string) =>
  balancers.map((name) => `arn:aws:elasticloadbalancing:${region}:${account}:${path(name)}`);

/**
 * What traffic is kept out of a zone for: the load balancer that the runbook looks up, or a cluster by its ARN. Which shift
 * is cancelled is told by an id, so that all of them must be allowed.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapplicationrecoverycontroller-zonalshift.html
 */
const shifted =
  (action: string): Needed =>
  ({ resourceIdentifier }, place) => ({
    action: `arc-zonal-shift:${action}`,
    resources:
      typeof resourceIdentifier === "string" && resourceIdentifier.startsWith("arn:")
        ? [resourceIdentifier]
        : [
            ...ofBalancers(place, (name) => `loadbalancer/app/${name}/*`),
            ...(resourceIdentifier === undefined ? place.clusters : []),
          ],
  });

/**
 * A thing of EC2's that the runbook looks up: it is told by an id of AWS's, so the name that we gave it is what holds the
 * call to it. Which of these actions takes the thing, and that the tag is a condition of each:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html, seen for SearchTransitGatewayRoutes
 * in a copy of 2023, recalled for the others.
 */
const byName =
  (action: string, thing: string, lookup: string): Needed =>
  (_input, { region, account, lookedUp }) => {
    const [name] = lookedUp[lookup] ?? [];
    if (name === undefined)
      throw new RangeError(`ec2:${action} is called of a ${thing} that nobody looks up`);
    return {
      action: `ec2:${action}`,
      resources: [`arn:aws:ec2:${region}:${account}:${thing}/*`],
      condition: { "aws:ResourceTag/Name": name },
    };
  };

const inHubTable = (action: string) =>
  byName(action, "transit-gateway-route-table", "DescribeTransitGatewayRouteTables");

/** The database, and the member that is to write. */
const moved =
  (action: string): Needed =>
  (input, place) => ({
    action,
    resources: [
      globalDatabase(place, input),
      rds(place, "cluster", String(input.TargetDbClusterIdentifier ?? "")),
    ],
  });

/**
 * What each call needs. A list and no rule: an action may have another name in IAM than in the API, and what it acts on
 * is known to nobody but AWS. A call that is missing here cannot be part of a machine.
 * Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html, both recalled in November
 * 2026; https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html (permissions).
 */
const NEEDED: Readonly<Record<string, Needed>> = {
  ...NEEDED_BY_RESTORES,
  "rds:DescribeGlobalClusters": (input, place) => ({
    action: "rds:DescribeGlobalClusters",
    resources: [globalDatabase(place, input)],
  }),
  "rds:FailoverGlobalCluster": moved("rds:FailoverGlobalCluster"),
  "rds:SwitchoverGlobalCluster": moved("rds:SwitchoverGlobalCluster"),
  // By a filter they are lists, which are allowed of all that could be in them or of nothing.
  "rds:DescribeDBClusters": (input, place) => ({
    action: "rds:DescribeDBClusters",
    resources: [rds(place, "cluster", String(input.DBClusterIdentifier ?? "*"))],
  }),
  "rds:DescribeDBInstances": (input, place) => ({
    action: "rds:DescribeDBInstances",
    resources: [rds(place, "db", String(input.DBInstanceIdentifier ?? "*"))],
  }),
  "rds:FailoverDBCluster": (input, place) => ({
    action: "rds:FailoverDBCluster",
    resources: [rds(place, "cluster", String(input.DBClusterIdentifier))],
  }),
  "rds:RebootDBInstance": (input, place) => ({
    action: "rds:RebootDBInstance",
    resources: [rds(place, "db", String(input.DBInstanceIdentifier))],
  }),
  "rds:PromoteReadReplica": (input, place) => ({
    action: "rds:PromoteReadReplica",
    resources: [rds(place, "db", String(input.DBInstanceIdentifier))],
  }),
  "rds:StopDBInstance": (input, place) => ({
    action: "rds:StopDBInstance",
    resources: [rds(place, "db", String(input.DBInstanceIdentifier))],
  }),
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html, recalled.
  "elasticache:DescribeReplicationGroups": ({ ReplicationGroupId }, place) => ({
    action: "elasticache:DescribeReplicationGroups",
    resources: [replicationGroup(place, ReplicationGroupId)],
  }),
  "elasticache:TestFailover": ({ ReplicationGroupId }, place) => ({
    action: "elasticache:TestFailover",
    resources: [replicationGroup(place, ReplicationGroupId)],
  }),
  // Its id is read by the runbook itself, and its beginning is chosen by AWS.
  "elasticache:DescribeGlobalReplicationGroups": (_input, { account }) => ({
    action: "elasticache:DescribeGlobalReplicationGroups",
    resources: [`arn:aws:elasticache::${account}:globalreplicationgroup:*`],
  }),
  "elasticache:FailoverGlobalReplicationGroup": ({ PrimaryRegion, PrimaryReplicationGroupId }, place) => ({
    action: "elasticache:FailoverGlobalReplicationGroup",
    resources: [
      // Of a member's name, that of the datastore is what stands before its region.
      `arn:aws:elasticache::${place.account}:globalreplicationgroup:*-${String(PrimaryReplicationGroupId).replace(`-${PrimaryRegion}`, "")}`,
      replicationGroup(place, PrimaryReplicationGroupId),
    ],
  }),
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html, recalled.
  "cloudwatch:DescribeAlarms": ({ AlarmNames }, { region, account }) => ({
    action: "cloudwatch:DescribeAlarms",
    resources: (AlarmNames as string[]).map(
      (name) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
    ),
  }),
  // Takes no resource; the namespace is all that it can be held to.
  "cloudwatch:PutMetricData": ({ Namespace }) => ({
    action: "cloudwatch:PutMetricData",
    resources: ["*"],
    condition: { "cloudwatch:namespace": String(Namespace) },
  }),
  "dynamodb:DescribeTable": (input, { region, account }) => ({
    action: "dynamodb:DescribeTable",
    resources: [`arn:aws:dynamodb:${region}:${account}:table/${input.TableName}`],
  }),
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html, recalled.
  "elasticloadbalancing:DescribeLoadBalancers": () => balancersAreListed("DescribeLoadBalancers"),
  "elasticloadbalancing:DescribeListeners": () => balancersAreListed("DescribeListeners"),
  "elasticloadbalancing:DescribeRules": () => balancersAreListed("DescribeRules"),
  "elasticloadbalancing:CreateRule": (_input, place) => ({
    action: "elasticloadbalancing:CreateRule",
    resources: ofBalancers(place, (name) => `listener/app/${name}/*/*`),
  }),
  "elasticloadbalancing:DeleteRule": (_input, place) => ({
    action: "elasticloadbalancing:DeleteRule",
    resources: ofBalancers(place, (name) => `listener-rule/app/${name}/*/*/*`),
  }),
  // Takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html, recalled.
  "ec2:DescribeAvailabilityZones": () => ({ action: "ec2:DescribeAvailabilityZones", resources: ["*"] }),
  // Takes no resource: the same page.
  "ec2:DescribeTransitGatewayRouteTables": () => ({
    action: "ec2:DescribeTransitGatewayRouteTables",
    resources: ["*"],
  }),
  "ec2:SearchTransitGatewayRoutes": inHubTable("SearchTransitGatewayRoutes"),
  "ec2:CreateTransitGatewayRoute": inHubTable("CreateTransitGatewayRoute"),
  "ec2:DeleteTransitGatewayRoute": inHubTable("DeleteTransitGatewayRoute"),
  // A list takes no resource either.
  "ec2:DescribeNetworkAcls": () => ({ action: "ec2:DescribeNetworkAcls", resources: ["*"] }),
  "ec2:ReplaceNetworkAclEntry": byName("ReplaceNetworkAclEntry", "network-acl", "DescribeNetworkAcls"),
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html, recalled.
  "events:PutEvents": ({ Entries }, { region, account }) => {
    const [entry] = Entries as readonly JsonObject[];
    return {
      action: "events:PutEvents",
      resources: [`arn:aws:events:${region}:${account}:event-bus/${entry?.EventBusName}`],
      condition: { "events:source": String(entry?.Source) },
    };
  },
  "arc-zonal-shift:GetManagedResource": shifted("GetManagedResource"),
  "arc-zonal-shift:StartZonalShift": shifted("StartZonalShift"),
  "arc-zonal-shift:CancelZonalShift": shifted("CancelZonalShift"),
  "s3:HeadBucket": (input) => ({ action: "s3:ListBucket", resources: [`arn:aws:s3:::${input.Bucket}`] }),
};

function neededBy(call: ApiCall, place: NeededPlace): readonly Permission[] {
  // The function has a role of its own, which may do that and no more.
  if (call.cluster !== undefined)
    return [{ action: "lambda:InvokeFunction", resources: [call.cluster.functionArn] }];
  const needed = NEEDED[`${call.service}:${call.action}`];
  if (needed === undefined) {
    throw new RangeError(`nobody has written down what ${call.service}:${call.action} needs to be allowed`);
  }
  return [needed(call.input, place)].flat();
}

/**
 * What a runbook's calls need, each action once, sorted. Neither its switch nor its questions: see `surplusOf`.
 * @throws RangeError for a call of which nobody has written down what it needs
 */
export function permissionsOf(runbook: Runbook, account: string): readonly Permission[] {
  const calls = stepsOf(runbook).flatMap(({ step }) => callsOf(step));
  const balancers = new Set(
    calls.flatMap(({ call: { action, input } }) =>
      action === "DescribeLoadBalancers" ? (input.Names as string[]) : [],
    ),
  );
  const clusters = new Set(
    calls.flatMap(({ call: { input } }) => {
      const of = input.resourceIdentifier;
      return typeof of === "string" && of.startsWith("arn:aws:eks:") ? [of] : [];
    }),
  );
  const lookedUp = Object.fromEntries(
    calls
      .filter(({ call: { service } }) => service === "ec2")
      .map(({ call: { action, input } }) => [action, namesIn(input)]),
  );
  const taken = Object.fromEntries(
    Object.entries(runbook.takes ?? {}).flatMap(([word, form]) =>
      "like" in form ? [[word, form.like]] : [],
    ),
  );
  const place = {
    account,
    region: runbook.runsIn,
    balancers: [...balancers],
    clusters: [...clusters],
    lookedUp,
    taken,
  };
  const resources = new Map<string, Set<string>>();
  const conditions = new Map<string, NonNullable<Permission["condition"]>>();
  for (const needed of calls.flatMap(({ call }) => neededBy(call, place))) {
    const known = resources.get(needed.action) ?? new Set();
    for (const each of needed.resources) known.add(each);
    resources.set(needed.action, known);
    if (needed.condition !== undefined) conditions.set(needed.action, needed.condition);
  }
  return [...resources]
    .map(([action, named]) => {
      const condition = conditions.get(action);
      return { action, resources: [...named].sort(), ...(condition === undefined ? {} : { condition }) };
    })
    .sort((one, other) => (one.action < other.action ? -1 : 1));
}

/** Names by which a call looks for something of EC2's; none where it looks for nothing, or by something else. */
function namesIn({ Filters = [] }: JsonObject): readonly string[] {
  const filters = Filters as readonly { readonly Name: string; readonly Values: readonly string[] }[];
  return filters.flatMap(({ Name, Values }) => (Name === "tag:Name" ? Values : []));
}

/** What a state machine needs beside the calls of its steps. */
export interface Surplus {
  /** Addresses that it asks by HTTP. */
  readonly urls: readonly string[];
  /** Whether it reads the switch: something in it acts. */
  readonly acts: boolean;
  /** Severities with which it may speak to people, questions being critical. */
  readonly tells: readonly ("critical" | "warning")[];
  /** Items of the region's lock that it takes: none where it does not act. */
  readonly locks: readonly string[];
  /** Services through which it uses the keys of stores. */
  readonly keys: readonly KeyNeed[];
}

export function surplusOf(runbook: Runbook): Surplus {
  const steps = stepsOf(runbook).map(({ step }) => step);
  const acts = steps.some(({ action }) => action?.kind === "call");
  const looks = steps.flatMap(({ guard, confirmation }) => [guard.look, confirmation?.look]);
  const urls = looks.flatMap((look) => (look === undefined ? [] : urlsOf(look)));
  return {
    urls: [...new Set(urls)].sort(),
    acts,
    locks: acts ? [exclusionOf(runbook).key] : [],
    keys: keysOf(steps),
    tells: [...new Set(steps.flatMap(severitiesOf))].sort(),
  };
}

function keysOf(steps: readonly Step[]): readonly KeyNeed[] {
  const needs = steps.flatMap(callsOf).flatMap(({ call }) => KEYS_OF_RESTORES[iamAction(call)] ?? []);
  return [...new Map(needs.map((need) => [need.service, need])).values()];
}

function urlsOf({ ask }: Look): readonly string[] {
  return "api" in ask ? [] : [urlOf(ask)];
}

/** A call of unknown effect may become a question, whatever its step says. */
function severitiesOf({ guard, action, retry, expendable }: Step): readonly ("critical" | "warning")[] {
  const mayAsk =
    action?.kind === "question" ||
    (action?.kind === "call" && retry === "ask") ||
    [...guard.rules, ...(guard.otherwise === undefined ? [] : [guard.otherwise])].some(
      ({ leads }) => leads === "ask",
    );
  return [
    ...(mayAsk ? (["critical"] as const) : []),
    ...(action?.kind === "notify" ? [action.severity] : []),
    ...(expendable === undefined ? [] : [expendable.severity]),
  ];
}
