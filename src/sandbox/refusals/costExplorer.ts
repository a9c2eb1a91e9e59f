import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { costExplorerStateOf } from "../overlays/costExplorer/index.ts";
import { askJson, jsonBody } from "../wire/index.ts";

const API = "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference";

function invalid(message: string): RefusedCall {
  return { status: 400, code: "ValidationException", message };
}

interface Monitor {
  readonly MonitorArn?: string;
  readonly MonitorType?: string;
  readonly MonitorDimension?: string;
  readonly MonitorSpecification?: { readonly Tags?: { readonly Values?: readonly string[] } };
}

function monitorIn(call: AwsCall): Monitor {
  return (jsonBody(call).AnomalyMonitor ?? {}) as Monitor;
}

const oneMonitor: Refusal = {
  id: "ce-second-monitor-of-services",
  service: "ce",
  actions: ["CreateAnomalyMonitor"],
  rule: "An account has one monitor that watches a dimension by itself.",
  source: "https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html",
  async check(call, world) {
    const { MonitorType, MonitorDimension } = monitorIn(call);
    if (MonitorType !== "DIMENSIONAL") return undefined;
    const there = [...costExplorerStateOf(world).monitors.values()] as Monitor[];
    return there.some(
      (each) =>
        each.MonitorArn?.split(":")[4] === call.account &&
        each.MonitorType === MonitorType &&
        each.MonitorDimension === MonitorDimension,
    )
      ? invalid("Limit exceeded on dimensional spend monitor creation")
      : undefined;
  },
};

const tagValues: Refusal = {
  id: "ce-monitor-of-too-many-tag-values",
  service: "ce",
  actions: ["CreateAnomalyMonitor"],
  rule: "A custom monitor watches ten values of a tag at most.",
  source: `${API}/API_AnomalyMonitor.html`,
  async check(call) {
    const values = monitorIn(call).MonitorSpecification?.Tags?.Values ?? [];
    return values.length > 10
      ? invalid(`Expected at most 10 values in the monitor specification, got ${values.length}`)
      : undefined;
  },
};

const frequency: Refusal = {
  id: "ce-subscription-frequency",
  service: "ce",
  actions: ["CreateAnomalySubscription"],
  rule: "People are told by mail daily or weekly, topics at once.",
  source: `${API}/API_AnomalySubscription.html`,
  async check(call) {
    const { Frequency, Subscribers = [] } = (jsonBody(call).AnomalySubscription ?? {}) as {
      readonly Frequency?: string;
      readonly Subscribers?: readonly { readonly Type?: string }[];
    };
    const wanted = Frequency === "IMMEDIATE" ? "SNS" : "EMAIL";
    return Subscribers.every(({ Type }) => Type === wanted)
      ? undefined
      : invalid(`Subscribers of frequency ${Frequency} must be of type ${wanted}`);
  },
};

/** What a name and a value of a category may be. */
const CATEGORY_TEXT = /^(?! )[\p{L}\p{N}\p{Z}_-]{1,50}(?<! )$/u;
/** Dimensions that a rule may look at. Source: API_CostCategoryRule, `Rule`. */
const CATEGORY_DIMENSIONS: readonly unknown[] = [
  "LINKED_ACCOUNT",
  "SERVICE_CODE",
  "RECORD_TYPE",
  "LINKED_ACCOUNT_NAME",
  "REGION",
  "USAGE_TYPE",
];

const CATEGORY_ACTIONS = ["CreateCostCategoryDefinition", "UpdateCostCategoryDefinition"];

interface CategoryRule {
  readonly Value?: string;
  readonly Rule?: { readonly Dimensions?: { readonly Key?: string } };
}

function rulesIn(call: AwsCall): readonly CategoryRule[] {
  return (jsonBody(call).Rules ?? []) as readonly CategoryRule[];
}

const categoryText: Refusal = {
  id: "ce-cost-category-text",
  service: "ce",
  actions: CATEGORY_ACTIONS,
  rule: "Names and values of a cost category have 50 characters at most: letters, digits, spaces, hyphens and underscores.",
  source: `${API}/API_CreateCostCategoryDefinition.html`,
  async check(call) {
    const { Name, DefaultValue } = jsonBody(call);
    const texts = [Name, DefaultValue, ...rulesIn(call).map(({ Value }) => Value)];
    const wrong = texts.find((each) => each !== undefined && !CATEGORY_TEXT.test(String(each)));
    return wrong === undefined ? undefined : invalid(`Value '${String(wrong)}' failed to satisfy constraint`);
  },
};

const categoryDimension: Refusal = {
  id: "ce-cost-category-dimension",
  service: "ce",
  actions: CATEGORY_ACTIONS,
  rule: "A rule of a cost category looks at accounts, services, kinds of records, regions or kinds of usage, or at tags.",
  source: `${API}/API_CostCategoryRule.html`,
  async check(call) {
    const keys = rulesIn(call).flatMap(({ Rule }) => Rule?.Dimensions?.Key ?? []);
    const wrong = keys.find((key) => !CATEGORY_DIMENSIONS.includes(key));
    return wrong === undefined
      ? undefined
      : invalid(`Dimension ${wrong} is not supported in cost categories`);
  },
};

const ACTIVATE = ["UpdateCostAllocationTagsStatus"];

const unseenTag: Refusal = {
  id: "ce-allocation-tag-unseen",
  service: "ce",
  actions: ACTIVATE,
  rule: "A tag is active only after a resource has carried it, up to 24 hours before.",
  source: "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html",
  async check(call, world) {
    const given = (jsonBody(call).CostAllocationTagsStatus ?? []) as { TagKey: string; Status: string }[];
    const wanted = given.filter(({ Status }) => Status === "Active").map(({ TagKey }) => TagKey);
    const seen = await tagKeys(call, world);
    const unseen = wanted.filter((key) => !seen.has(key));
    return unseen.length === 0
      ? undefined
      : invalid(`Failed to update Cost Allocation Tag: Tag keys not found: ${unseen.join(", ")}`);
  },
};

/**
 * Tags of what the account has in us-east-1, and of its monitors. Those of other regions and of the organization's
 * other accounts AWS knows as well; here they would have to be asked one after the other.
 */
async function tagKeys(call: AwsCall, world: World): Promise<ReadonlySet<string>> {
  const place = { account: call.account, region: "us-east-1" };
  const answer = await askJson(world, place, "tagging", "GetTagKeys", {});
  if (answer === undefined) throw new Error("the emulator did not say which tags there are");
  const { monitors, tags } = costExplorerStateOf(world);
  const own = [...monitors.keys()].flatMap((arn) => tags.of(arn).map(({ Key }) => Key));
  return new Set([...((answer.TagKeys ?? []) as string[]), ...own]);
}

export const costExplorerRefusals: readonly Refusal[] = [
  oneMonitor,
  tagValues,
  frequency,
  categoryText,
  categoryDimension,
  unseenTag,
];
