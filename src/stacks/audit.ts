import type { DataClass, Environment, Platform } from "../config/index.ts";
import {
  AccessAnalysis,
  AccountPublicAccess,
  AuditRoles,
  bucketArn,
  DATA_TRAIL,
  DataTrail,
  functionArn,
  MANAGEMENT_TRAIL,
  ManagementTrail,
  RegionDefaults,
  ResourceRecorder,
  TrailAlarms,
  TrailBucket,
  tableArn,
  trailArn,
} from "../constructs/index.ts";
import type { EnvironmentContext, EnvironmentStack } from "./environmentStack.ts";
import { storesIn } from "./facts.ts";
import { keyOf, type RegionContext } from "./regionStack.ts";

/**
 * Of the environments that share an account, the one that keeps what an account or a region of it has once: that of
 * the lowest slot, which never changes.
 */
function keeper({ platform, environment }: EnvironmentContext, among: (each: Environment) => boolean) {
  const [first] = platform.environments
    .filter(({ account }) => account === environment.account)
    .filter(among)
    .sort((a, b) => a.slot - b.slot);
  return first === environment;
}

function keepsAccount(context: EnvironmentContext): boolean {
  return keeper(context, () => true);
}

function keepsRegion(context: RegionContext): boolean {
  return keeper(context, ({ regions }) => regions.some(({ name }) => name === context.region.name));
}

/** Recording costs for every resource that is made: what is thrown away every day is not recorded. */
function records(context: RegionContext): boolean {
  return keeper(
    context,
    ({ regions, protect }) => protect && regions.some(({ name }) => name === context.region.name),
  );
}

function recordsAccount(context: EnvironmentContext): boolean {
  return keeper(context, ({ protect }) => protect);
}

function isFirst({ environment, region }: RegionContext): boolean {
  return environment.regions[0]?.name === region.name;
}

/**
 * Home region of the account's own trail; none where another environment keeps it, and none in an organization, whose
 * trail records every account: a second copy of management events is billed, 2 USD for 100,000 (CloudTrail pricing,
 * recalled), and says nothing that the first does not.
 */
function trailRegion(context: EnvironmentContext): string | undefined {
  if (context.platform.organization !== undefined || !keepsAccount(context)) return undefined;
  return context.environment.regions[0]?.name;
}

/** Buckets, tables and functions of the region whose classes of data ask for a record of every access or run. */
function recordedData({ platform, environment, region }: RegionContext) {
  const { objects, items, runs } = platform.audit;
  const here = storesIn(environment, region.name);
  const of = (engine: "s3" | "dynamodb", classes: readonly DataClass[]) =>
    here.filter((store) => store.engine === engine && classes.includes(store.data)).map(({ id }) => id);
  const classed = here.filter(({ data }) => runs.includes(data)).map(({ store }) => store);
  const functions = platform.serverless.functions
    .filter(({ stores }) => stores.some((store) => classed.includes(store)))
    .map(({ name }) => name);
  return { buckets: of("s3", objects), tables: of("dynamodb", items), functions };
}

function recordsData(context: RegionContext): boolean {
  const { buckets, tables, functions } = recordedData(context);
  return buckets.length + tables.length + functions.length > 0;
}

/** Trails whose files are sealed with the region's key. */
export function trailsOf({ naming }: EnvironmentStack, context: RegionContext): readonly string[] {
  const { name } = context.region;
  return [
    ...(trailRegion(context) === name ? [trailArn(naming, MANAGEMENT_TRAIL, name)] : []),
    ...(recordsData(context) ? [trailArn(naming, DATA_TRAIL, name)] : []),
  ];
}

/** What the region's log bucket is needed for, besides access logs of stores. */
export function auditLogs(stack: EnvironmentStack, context: RegionContext) {
  return { trails: trailsOf(stack, context).length > 0, configuration: records(context) };
}

/** What the account has once: roles of what watches it, and that no bucket is public. */
export function auditAccount(stack: EnvironmentStack, context: EnvironmentContext): void {
  const { naming, tags } = stack;
  const region = trailRegion(context);
  new AuditRoles(stack, "audit", {
    naming,
    ...(region === undefined ? {} : { trailRegion: region }),
    recorder: recordsAccount(context),
    tags,
  });
  if (keepsAccount(context)) new AccountPublicAccess(stack, "account");
}

/** What the account does in the region with what nobody thought of. */
export function regionDefaults(stack: EnvironmentStack, context: RegionContext): void {
  if (keepsRegion(context)) new RegionDefaults(stack, "account");
}

/** How long trails of a protected unit are locked, and against whom. */
export function trailLock({ audit }: Platform): "COMPLIANCE" | "GOVERNANCE" {
  return audit.lock === "compliance" ? "COMPLIANCE" : "GOVERNANCE";
}

/**
 * Trails with their bucket, the recorder with its rules, the analysis of who can reach what.
 *
 * In an organization the security team's account analyses all accounts: an analyser of each account's own would find
 * the same once more, and what nobody uses would be billed twice. Recorders and their rules stay: they see one account
 * and region only, and the organization's aggregate reads what they recorded.
 */
export function audit(stack: EnvironmentStack, context: RegionContext, logBucket: string | undefined): void {
  const { platform } = context;
  const { naming, tags } = stack;
  trails(stack, context, logBucket);
  if (logBucket !== undefined && records(context)) {
    new ResourceRecorder(stack, "configuration", {
      naming,
      bucketName: logBucket,
      global: recordsAccount(context) && isFirst(context),
    });
  }
  if (keepsRegion(context) && platform.organization === undefined) {
    const { unusedAccessDays } = platform.audit;
    const unused = unusedAccessDays !== undefined && keepsAccount(context) && isFirst(context);
    new AccessAnalysis(stack, "access", {
      naming,
      trusts: "account",
      ...(unused ? { unusedAfterDays: unusedAccessDays } : {}),
      tags,
    });
  }
}

function trails(stack: EnvironmentStack, context: RegionContext, logBucket: string | undefined): void {
  const { platform, environment, region } = context;
  const { naming, tags } = stack;
  const trailArns = trailsOf(stack, context);
  if (trailArns.length === 0) return;
  const keyArn = keyOf(stack, context, region.name);
  const bucket = new TrailBucket(stack, "audit-logs", {
    naming,
    region: region.name,
    keyArn,
    trailArns,
    retentionDays: platform.audit.retentionDays,
    // A locked bucket cannot be emptied, so that what is thrown away is not locked.
    ...(environment.protect ? { lock: trailLock(platform) } : {}),
    ...(logBucket === undefined ? {} : { accessLogBucket: logBucket }),
    protect: environment.protect,
    tags,
  });
  const common = { naming, bucketName: bucket.name, keyArn, tags };
  if (trailRegion(context) === region.name) {
    const management = new ManagementTrail(stack, "trail", {
      ...common,
      logKeyArn: keyArn,
      insights: platform.audit.insights,
    });
    new TrailAlarms(stack, "audit", {
      naming,
      region: region.name,
      logGroup: management.logGroup,
      tags,
    });
  }
  if (recordsData(context)) {
    const { buckets, tables, functions } = recordedData(context);
    new DataTrail(stack, "data-trail", {
      ...common,
      bucketArns: buckets.map((store) => bucketArn(naming, store, region.name)),
      tableArns: tables.map((store) => tableArn(naming, store, region.name)),
      functionArns: functions.map((name) => functionArn(naming, name, region.name)),
    });
  }
}
