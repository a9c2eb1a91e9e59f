import type { Environment } from "../../../config/index.ts";
import { GRADES, type Grade } from "../../../lib/index.ts";
import { gradeOfType } from "../../../sandbox/index.ts";
import { regionSummaries } from "../places.ts";
import type { PlanSummary, RehearsalResult, StackSummary, StepSummary, TimelineEntry } from "../result.ts";
import { timelineOf } from "../timeline.ts";
import { COST_SEEN } from "./costSeen.ts";
import { customersSeen } from "./customersSeen.ts";

/** For tests: results of the size of the example, made of what a rehearsal of it says. */

const REGIONS = [
  { name: "us-east-1", role: "active", home: "US" },
  { name: "us-west-2", role: "active", home: "US" },
  { name: "eu-west-1", role: "active", home: "EU" },
  { name: "eu-central-1", role: "recovery", home: "EU" },
] as const;

/** Stack below its region, resources in it, seconds of its apply, and when it starts. */
const PARTS = [
  ["network", 92, 48, 24],
  ["tables", 9, 31, 76],
  ["replicas", 4, 96, 108],
  ["data", 61, 212, 78],
  ["compute", 128, 251, 96],
  ["links", 22, 64, 312],
] as const;

const TYPES: readonly string[] = [
  ..."acm_certificate acm_certificate_validation autoscaling_group backup_plan backup_selection backup_vault cloudfront_distribution cloudfront_origin_access_control cloudwatch_dashboard cloudwatch_log_group cloudwatch_metric_alarm db_instance db_parameter_group db_subnet_group default_network_acl default_security_group".split(
    " ",
  ),
  ..."dynamodb_table dynamodb_table_replica ec2_transit_gateway ec2_transit_gateway_route ec2_transit_gateway_vpc_attachment ecr_repository eip eks_access_entry eks_addon eks_cluster eks_node_group elasticache_global_replication_group elasticache_replication_group elasticache_subnet_group flow_log iam_role iam_role_policy".split(
    " ",
  ),
  ..."internet_gateway kms_alias kms_key kms_replica_key lb lb_listener lb_target_group nat_gateway network_acl rds_cluster rds_cluster_instance rds_global_cluster route route53_health_check route53_record route53_zone route_table route_table_association".split(
    " ",
  ),
  ..."s3_bucket s3_bucket_lifecycle_configuration s3_bucket_policy s3_bucket_public_access_block s3_bucket_replication_configuration s3_bucket_versioning secretsmanager_secret sns_topic subnet vpc vpc_endpoint vpc_security_group_ingress_rule wafv2_web_acl".split(
    " ",
  ),
].map((name) => `aws_${name}`);

function share(count: number): Partial<Record<Grade, number>> {
  const modelled = Math.round(count * 0.14);
  const validated = Math.round(count * 0.33);
  return { echoed: count - modelled - validated, validated, modelled };
}

function stacks(): readonly StackSummary[] {
  const applied = (id: string, place: string, resources: number, start: number, seconds: number) => ({
    id: `production/${id}`,
    place,
    resources,
    validated: true,
    apply: "applied" as const,
    applied: resources,
    grades: share(resources),
    start,
    end: start + seconds,
  });
  return [
    applied("global", "global", 41, 2, 22),
    ...REGIONS.flatMap(({ name }, index) =>
      PARTS.map(([part, count, seconds, start]) =>
        applied(`${name}/${part}`, name, count, start + index * 6.4, seconds + index * 3.7),
      ),
    ),
    applied("traffic", "global", 25, 402, 71),
  ];
}

function emptyPlan(ids: readonly string[], gone: readonly string[] = []): PlanSummary {
  return {
    add: 0,
    change: 0,
    replace: 0,
    destroy: 0,
    stacks: ids
      .filter((id) => !gone.includes(id))
      .map((id) => ({ id, add: 0, change: 0, replace: 0, destroy: 0, changes: [] })),
    unplannable: gone.map((id) => ({
      id,
      expected: true,
      reason: id.includes("us-east-1")
        ? "its region us-east-1 is gone"
        : "the control planes of global services are in us-east-1, which is gone",
    })),
  };
}

const STORES = ["orders-us", "customers-us", "cart-us", "ledger-us", "catalogue", "media", "invoices-us"];

function steps(count: number, seconds: number, take: string): StepSummary {
  const zero = Date.UTC(2026, 10, 22, 21, 0);
  const records = Array.from({ length: count }, (_, index) => {
    const store = STORES[index % STORES.length] ?? "orders-us";
    const startedAt = zero + (index / count) * seconds * 1000;
    const writes = index % 3 !== 2;
    return {
      id: `${take}-${store}-${index}`,
      title: writes ? `Make us-west-2 the writer of ${store}` : `See that ${store} takes writes in us-west-2`,
      plane: writes ? ("control" as const) : ("data" as const),
      region: "us-west-2",
      actions: writes
        ? ["rds:DescribeGlobalClusters", "rds:FailoverGlobalCluster"]
        : ["dynamodb:DescribeTable"],
      outcome: index % 7 === 6 ? ("satisfied" as const) : ("confirmed" as const),
      detail: writes
        ? "writer us-west-2, available"
        : "table ACTIVE; every copy takes writes, none is promoted",
      startedAt,
      endedAt: startedAt + (seconds * 1000 * (1 + (index % 4))) / count / 2,
    };
  });
  const ends = records.map(({ endedAt }) => endedAt);
  return { completed: true, modelledSeconds: (Math.max(...ends) - zero) / 1000, steps: records };
}

const STAGES: readonly (readonly [string, number, number])[] = [
  ["synth", 0, 0.6],
  ["sandbox", 0.6, 1.9],
  ["apply", 1.9, 474],
  ["second", 474, 561],
  ["failover", 562, 562.7],
  ["afterFailover", 562.7, 611],
  ["failback", 611.4, 611.9],
  ["afterFailback", 611.9, 703],
];

function stages(until: string): readonly TimelineEntry[] {
  const last = STAGES.findIndex(([name]) => name === until);
  return STAGES.slice(0, last + 1).map(([name, start, end]) => ({
    kind: "stage",
    name,
    clock: "wall",
    start,
    end,
    outcome: "done",
  }));
}

const OUTAGE: TimelineEntry = {
  kind: "outage",
  name: "us-east-1",
  place: "us-east-1",
  clock: "wall",
  start: 561.5,
  end: 611.2,
  outcome: "done",
};

function byType(total: number): RehearsalResult["resources"]["byType"] {
  const each = Math.floor(total / TYPES.length);
  return TYPES.map((type, index) => ({
    type,
    count: index === 0 ? total - each * (TYPES.length - 1) : each,
    grade: gradeOfType(type),
  }));
}

function gradesOf(types: RehearsalResult["resources"]["byType"]): Partial<Record<Grade, number>> {
  const sums = GRADES.map((grade) => [
    grade,
    types.filter((type) => type.grade === grade).reduce((sum, { count }) => sum + count, 0),
  ]);
  return Object.fromEntries(sums.filter(([, count]) => count !== 0));
}

const environment = { name: "production", regions: REGIONS } as unknown as Environment;

/** Proven: 26 stacks in four regions, a failover of 20 steps. */
export function provenResult(): RehearsalResult {
  const all = stacks();
  const ids = all.map(({ id }) => id);
  const total = all.reduce((sum, { resources }) => sum + resources, 0);
  const types = byType(total);
  const gone = ids.filter((id) => /us-east-1|\/replicas$|\/global$|\/traffic$/.test(id));
  const failover = steps(20, 412, "promote");
  const failback = steps(14, 655, "return");
  const copies = Object.fromEntries(
    ["afterApply", "afterLoss", "afterFailover", "afterReturn", "afterFailback"].map((moment) => [
      moment,
      "every copy",
    ]),
  );
  const moved = {
    afterApply: "us-east-1",
    afterLoss: "us-east-1",
    afterFailover: "us-west-2",
    afterReturn: "us-west-2",
    afterFailback: "us-east-1",
  };
  return {
    platform: "shop",
    environment: "production",
    lost: "us-east-1",
    begun: "2026-11-22T21:03:12.000Z",
    versions: { trireme: "0.1.0", terraform: "terraform 1.11.4", provider: "5.100.0", emulator: "moto" },
    proven: true,
    findings: [
      {
        code: "config/exception",
        severity: "note",
        where: "exceptions: store-without-second-region of ledger",
        text: "ledger breaks store-without-second-region on purpose: the regulator wants one copy only (finance, until 2027-03-31).",
        fix: "Keep the rule, or have finance decide again before 2027-03-31.",
      },
      {
        code: "config/home-without-recovery",
        severity: "warning",
        where: "homes.EU",
        text: "The recovery region of EU has no cluster: bringing one up takes longer than the declared recovery time of 15 minutes.",
        fix: 'Set recoveryCluster: "pilot-light" for homes.EU, or declare a longer recovery time.',
      },
    ],
    resources: {
      emitted: total,
      validated: total,
      applied: total,
      notEmulated: [],
      grades: gradesOf(types),
      byType: types,
    },
    stacks: all,
    regions: regionSummaries(environment, all),
    emulation: {
      overlays: [
        {
          name: "rds",
          grade: "modelled",
          models:
            "Aurora global databases: membership, one writer, replication lag, failover, switchover. Leaves out stored data.",
        },
        {
          name: "route53",
          grade: "modelled",
          models: "Health checks that follow what they check; what DNS would answer now, and where from.",
        },
        {
          name: "eks",
          grade: "modelled",
          models: "Node groups that take their time to grow, add-ons that wait for nodes.",
        },
      ],
      refusals: 118,
    },
    plans: { second: emptyPlan(ids), afterFailover: emptyPlan(ids, gone), afterFailback: emptyPlan(ids) },
    customers: customersSeen(),
    calls: {
      total: 21_480,
      byFailover: 74,
      toLostRegion: 0,
      toFallenControlPlanes: 0,
      byPlanning: { total: 2135, toLostRegion: 0 },
      gatewayMs: { p50: 0.36, p95: 9.98 },
    },
    writers: Object.fromEntries(
      STORES.map((store) => [
        store,
        store.startsWith("orders") || store.startsWith("customers") ? moved : copies,
      ]),
    ),
    lostWithRegion: ["sessions-us-east-1"],
    leftToPeople: [
      {
        store: "invoices-us",
        detail: "us-east-1 came back as a second instance that takes writes",
        byHand: [
          "Compare what both hold since the loss.",
          "Delete the instance in us-east-1.",
          "Apply its stack again: it becomes a replica.",
        ],
      },
    ],
    failover,
    failback,
    timeline: timelineOf([...stages("afterFailback"), OUTAGE], all, { failover, failback }),
    seconds: { ...Object.fromEntries(STAGES.map(([name, start, end]) => [name, end - start])), total: 703.4 },
    criticalPath: [
      { stack: "production/global", seconds: 22, slowest: "aws_route53_zone.domain_zone 15 s" },
      {
        stack: "production/eu-central-1/network",
        seconds: 59,
        slowest: "aws_kms_replica_key.data-key_key 16 s",
      },
      {
        stack: "production/eu-central-1/compute",
        seconds: 262,
        slowest: "aws_eks_node_group.cluster_system 121 s",
      },
      {
        stack: "production/traffic",
        seconds: 71,
        slowest: "aws_cloudfront_distribution.www_distribution 61 s",
      },
    ],
    peakMemoryMb: 4785,
    cost: COST_SEEN,
    failures: [],
    notDone: [],
  };
}

/** Not proven: a stack that failed, what waited for it, a plan that failed and one that is not empty. */
export function notProvenResult(): RehearsalResult {
  const proven = provenResult();
  const message =
    "production/us-west-2/data: terraform apply failed\nError: creating RDS Cluster (shop-production-orders-us-us-west-2): InvalidParameterCombination: ManageMasterUserPassword is not supported for members of a global cluster\n  with aws_rds_cluster.orders-us_cluster";
  const failed = "production/us-west-2/data";
  const skipped = ["production/us-west-2/links", "production/traffic"];
  const all = proven.stacks.map((stack): StackSummary => {
    const { start: _start, end: _end, ...unbegun } = stack;
    if (stack.id === failed) return { ...stack, apply: "failed", reason: message, applied: 0, grades: {} };
    if (!skipped.includes(stack.id)) return stack;
    const reason = `not started because ${failed} failed`;
    return { ...unbegun, apply: "skipped", reason, validated: false, applied: 0, grades: {} };
  });
  const missing = all.filter(({ applied }) => applied === 0);
  const lacking = missing.reduce((sum, { resources }) => sum + resources, 0);
  const second = emptyPlan(all.map(({ id }) => id));
  const applied = proven.resources.applied - lacking;
  const types = byType(applied);
  const {
    lostWithRegion: _lost,
    leftToPeople: _left,
    failover: _failover,
    failback: _failback,
    calls: _calls,
    customers: _customers,
    ...reached
  } = proven;
  return {
    ...reached,
    lostWithRegion: [],
    leftToPeople: [],
    proven: false,
    stacks: all,
    regions: regionSummaries(environment, all),
    resources: {
      ...proven.resources,
      applied,
      validated: applied,
      byType: types,
      grades: gradesOf(types),
      notEmulated: missing.map(({ id, resources, reason = "" }) => ({
        type: "aws_rds_cluster",
        count: resources,
        reason: `${id}: ${reason}`,
      })),
    },
    plans: {
      second: {
        ...second,
        add: 2,
        stacks: second.stacks
          .filter(({ id }) => !skipped.includes(id))
          .map((stack) =>
            stack.id === failed
              ? {
                  ...stack,
                  add: 2,
                  changes: [
                    "create aws_rds_cluster.orders-us_cluster",
                    "create aws_rds_cluster_instance.orders-us_instance-0",
                  ],
                }
              : stack,
          ),
        unplannable: skipped.map((id) => ({
          id,
          expected: false,
          code: "input-missing",
          reason: "its input cluster_arn of production/us-west-2/data does not exist yet",
        })),
      },
    },
    writers: {},
    timeline: timelineOf(stages("second"), all, { failover: undefined, failback: undefined }),
    failures: [
      { stack: failed, code: "terraform-apply-failed", message },
      ...skipped.map((stack) => ({
        stack,
        code: "not-started",
        message: `not started because ${failed} failed`,
      })),
    ],
    notDone: [
      {
        code: "apply-failed",
        what: "losing a region",
        why: "some stacks could not be applied",
        fix: "See failures; mend them, then rehearse again.",
      },
    ],
    criticalPath: proven.criticalPath.slice(0, 3),
  };
}
