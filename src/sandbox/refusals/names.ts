import type { Refusal, World } from "../overlay.ts";
import { isLive } from "../overlays/cloudfront/functions.ts";
import { configIn } from "../overlays/cloudfront/state.ts";
import { parseXml, textAt, walk } from "../wire/index.ts";

/** Bytes of a function at the edge. */
const LARGEST_FUNCTION = 10_240;

const functionTooLarge: Refusal = {
  id: "cloudfront-function-too-large",
  service: "cloudfront",
  actions: ["CreateFunction", "UpdateFunction"],
  rule: "A function at the edge has 10 KB of code at most.",
  source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
  async check(call) {
    const code = Buffer.from(textAt(parseXml(call.body), "FunctionCode") ?? "", "base64");
    if (code.length <= LARGEST_FUNCTION) return undefined;
    const message = "Your function exceeds the maximum size of 10240 bytes.";
    return { status: 413, code: "FunctionSizeLimitExceeded", message };
  },
};

const functionNotPublished: Refusal = {
  id: "cloudfront-function-not-published",
  service: "cloudfront",
  actions: ["CreateDistribution", "CreateDistributionWithTags", "UpdateDistribution"],
  rule: "A distribution takes functions that were published, not those that are being worked on.",
  source: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html",
  async check(call, world) {
    const config = configIn("Distribution", call.body);
    const arns = [...(config === undefined ? [] : walk(config))].flatMap((node) =>
      node.name === "FunctionAssociation" ? (textAt(node, "FunctionARN") ?? "") : [],
    );
    const missing = arns.find((arn) => !isLive(world, arn));
    if (missing === undefined) return undefined;
    const message = `The function ${missing} does not exist, or was not published to the LIVE stage.`;
    return { status: 400, code: "InvalidFunctionAssociation", message };
  },
};

/** Accounts that subscribed to Shield Advanced, by sandbox. */
const subscribed = new WeakMap<World["clock"], Set<string>>();

const unsubscribed: Refusal = {
  id: "shield-protection-without-subscription",
  service: "shield",
  actions: ["CreateSubscription", "CreateProtection"],
  rule: "Shield Advanced protects what belongs to an account that subscribed to it.",
  source: "https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_CreateProtection.html",
  async check(call, world) {
    const accounts = subscribed.get(world.clock) ?? new Set<string>();
    subscribed.set(world.clock, accounts);
    if (call.action === "CreateSubscription") {
      accounts.add(call.account);
      return undefined;
    }
    if (accounts.has(call.account)) return undefined;
    const message = "The subscription does not exist.";
    return { status: 400, code: "ResourceNotFoundException", message };
  },
};

export const namesRefusals: readonly Refusal[] = [functionTooLarge, functionNotPublished, unsubscribed];
