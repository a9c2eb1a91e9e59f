import type { DetectionLevel, PlacedStore, Platform } from "../config/index.ts";
import {
  alertTopicArn,
  bucketName,
  DataDiscovery,
  FindingAlerts,
  type Naming,
  PostureChecks,
  PROTECTION_PLANS,
  type SecurityStandard,
  type SkippedControl,
  ThreatDetection,
  type ToldThere,
  VulnerabilityScans,
} from "../constructs/index.ts";
import type { EnvironmentStack } from "./environmentStack.ts";
import { storesIn } from "./facts.ts";
import type { RegionContext } from "./regionStack.ts";

const LEVELS: readonly DetectionLevel[] = ["none", "basic", "full"];

/**
 * What watches the environment's account in this region by this environment's states. One detector and one hub are
 * all that AWS allows an account in a region: of environments that share it, the one with the lowest slot has them,
 * at the strongest level that any asks for.
 */
function detectionLevel({ platform, environment, region }: RegionContext): DetectionLevel {
  const sharers = platform.environments.filter(
    ({ account, regions }) =>
      account === environment.account && regions.some(({ name }) => name === region.name),
  );
  const owner = sharers.reduce((first, each) => (each.slot < first.slot ? each : first), environment);
  if (owner.name !== environment.name) return "none";
  return LEVELS.findLast((level) => sharers.some((each) => each.detection === level)) ?? "none";
}

/**
 * Threats, weaknesses and their way to the region's alert topics, beside which they stand. In an organization the
 * security team's account watches every account, and would be in the way of what an account does for itself: an
 * account has one detector and one hub in a region. What is left is to tell what is found.
 */
export function detection(stack: EnvironmentStack, context: RegionContext): void {
  const level = detectionLevel(context);
  if (level === "none") return;
  const { platform, region } = context;
  const { naming, tags } = stack;
  const full = level === "full";
  new FindingAlerts(stack, "findings", { naming, region: region.name, weaknesses: full, tags });
  if (platform.organization !== undefined) return;
  new ThreatDetection(stack, "threats", { naming, plans: full ? PROTECTION_PLANS : [], tags });
  if (full) {
    new PostureChecks(stack, "posture", {
      region: region.name,
      standards: standardsOf(context),
      skipped: skippedControls(context),
      aggregates: aggregates(context),
    });
    new VulnerabilityScans(stack, "vulnerabilities", { naming });
  }
}

/** What every account of an organization is checked against: PCI DSS where any environment keeps cardholder data. */
export function organizationStandards({ environments }: Platform): readonly SecurityStandard[] {
  const cards = environments.some(({ stores }) => stores.some(({ data }) => data === "cardholder"));
  return cards ? ["aws", "cis", "pci"] : ["aws", "cis"];
}

/**
 * Controls that no account of an organization is checked against: a policy of Security Hub switches a control off in
 * all standards and regions, so only what holds for all of them, and what was written for every standard.
 */
export function skippedEverywhere(platform: Platform): readonly SkippedControl[] {
  const written = platform.skippedControls.filter(({ standards }) => standards === undefined);
  return [
    { control: "SecretsManager.1", standard: "aws", reason: NO_ROTATION },
    ...written.map(({ control, reason, owner }) => ({
      control,
      standard: "aws" as const,
      reason: `${reason} (${owner})`,
    })),
  ];
}

const NO_ROTATION =
  "The only secrets are master passwords of databases with copies in other regions, which RDS cannot rotate; " +
  "nobody signs in with them, applications use IAM.";

/** Macie, where there are buckets of personal data. In the stack of the buckets, which must be there before it. */
export function dataDiscovery(stack: EnvironmentStack, context: RegionContext): void {
  const stores = discovered(context);
  if (stores.length === 0) return;
  new DataDiscovery(stack, "data-discovery", {
    naming: stack.naming,
    buckets: stores.map((store) => bucketName(stack.naming, store.id, context.region.name)),
    tags: stack.tags,
  });
}

/**
 * Stores whose buckets Macie reads here: those of personal data, and in the same regions those that are public, where
 * nothing personal should be found.
 */
export function discovered(context: RegionContext): readonly PlacedStore[] {
  if (detectionLevel(context) !== "full") return [];
  const buckets = storesIn(context.environment, context.region.name).filter(({ engine }) => engine === "s3");
  if (!buckets.some(({ data }) => isPersonal(data))) return [];
  return buckets.filter(({ data }) => isPersonal(data) || data === "public");
}

/** Topics that EventBridge's rules of this region publish to. */
export function findingTopics(naming: Naming, context: RegionContext): readonly string[] {
  if (detectionLevel(context) === "none") return [];
  return (["critical", "warning"] as const).map((severity) =>
    alertTopicArn(naming, context.region.name, severity),
  );
}

/**
 * Whose findings are told by environments, in which of their regions. Where an environment asked for less than `full`,
 * nobody is told of weaknesses, and so nobody is by the organization either; of threats everybody is.
 */
export function toldByEnvironments(platform: Platform) {
  const levels = platform.environments.map((environment) => ({
    account: environment.account,
    regions: environment.regions.map((region) => ({
      name: region.name,
      level: detectionLevel({ platform, environment, region }),
    })),
  }));
  const at = (...among: readonly DetectionLevel[]): readonly ToldThere[] =>
    levels
      .map(({ account, regions }) => ({
        account,
        regions: regions.filter(({ level }) => among.includes(level)).map(({ name }) => name),
      }))
      .filter(({ regions }) => regions.length > 0);
  const full = at("full");
  const watched = new Set(full.map(({ account }) => account));
  const unwatched = [...new Set(levels.map(({ account }) => account))].filter((each) => !watched.has(each));
  return {
    threatsTold: at("basic", "full"),
    weaknessesTold: [...full, ...unwatched.map((account) => ({ account }))],
  };
}

/** Whether the agent of GuardDuty's runtime monitoring runs on the region's nodes. */
export function runtimeMonitored(context: RegionContext): boolean {
  return context.region.cluster !== "none" && detectionLevel(context) === "full";
}

function isPersonal(data: PlacedStore["data"]): boolean {
  return data === "personal" || data === "cardholder";
}

/** PCI DSS where cardholder data are: elsewhere it checks what nobody owes. */
function standardsOf({ environment, region }: RegionContext): readonly SecurityStandard[] {
  const cards = storesIn(environment, region.name).some(({ data }) => data === "cardholder");
  return cards ? ["aws", "cis", "pci"] : ["aws", "cis"];
}

/**
 * Controls that this platform breaks by design, and those that its owner wrote down. Whoever reads the finding list
 * in Security Hub finds the reason beside each.
 */
function skippedControls(context: RegionContext): readonly SkippedControl[] {
  const { platform } = context;
  const standards = standardsOf(context);
  const own: SkippedControl[] = [];
  if (
    storesIn(context.environment, context.region.name).some(({ engine }) => engine.endsWith("postgresql"))
  ) {
    own.push({
      control: "SecretsManager.1",
      standard: "aws",
      reason: NO_ROTATION,
    });
  }
  if (discovered(context).length === 0) {
    own.push({
      control: "Macie.1",
      standard: "aws",
      reason: "No bucket in this region holds personal data by its declared class.",
    });
  }
  const written = platform.skippedControls.flatMap(({ control, reason, owner, standards: only }) =>
    (only ?? standards).map((standard) => ({ control, standard, reason: `${reason} (${owner})` })),
  );
  const isWritten = (each: SkippedControl) =>
    written.some(({ control, standard }) => control === each.control && standard === each.standard);
  return [...own.filter((each) => !isWritten(each)), ...written];
}

/**
 * One region shows the findings of all: the environment's first. Findings name resources, accounts and addresses; what
 * Macie finds in buckets it does not send there, so personal data stay in their home.
 */
function aggregates({ environment, region }: RegionContext): boolean {
  return environment.regions[0]?.name === region.name;
}
