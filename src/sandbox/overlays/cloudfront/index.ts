import type { Overlay, World } from "../../overlay.ts";
import { child, textAt } from "../../wire/index.ts";
import { answerDocument, answerTags, listDistributions } from "./documents.ts";
import { functionCall } from "./functions.ts";
import { aliasesOf, cloudFrontOf, domainNameOf, itemsOf } from "./state.ts";

export const cloudFrontOverlay: Overlay = {
  name: "cloudfront-documents",
  service: "cloudfront",
  grade: "modelled",
  models:
    "Distributions, origin access controls, response headers, cache and origin request policies as they were " +
    "put, with origin groups, versions (If-Match) and what may not be deleted while in use; a distribution is " +
    "deployed at once. Functions with their two stages, as they were put. Where a distribution would go for what " +
    "it may not keep. Leaves out edges and their caches, functions that run, invalidations, streaming and tenants.",
  async handle(call, world) {
    if (call.action === "ListDistributions") return listDistributions(call, world);
    const answered = functionCall(call, world);
    if (answered !== undefined) return answered;
    return (await answerDocument(call, world)) ?? answerTags(call, world);
  },
};

/** Where a request for `host` goes that reached a distribution by its name. */
export type EdgeAnswer =
  | { readonly origin: string }
  /** CloudFront would not serve it, and why. */
  | { readonly refused: string };

/**
 * The origin that the distribution of that name asks for what it may not keep (its default behaviour),
 * or why it would turn the host away; undefined when there is no such distribution here.
 */
export function edgeAnswer(world: World, domainName: string, host: string): EdgeAnswer | undefined {
  const document = cloudFrontOf(world)
    .all("Distribution")
    .find((each) => domainNameOf(each) === domainName);
  if (document === undefined) return undefined;
  const { config } = document;
  if (textAt(config, "Enabled") !== "true") return { refused: `distribution ${document.id} is disabled` };
  if (host !== domainName && !covers(aliasesOf(config), host)) {
    return { refused: `distribution ${document.id} has no alias for ${host}` };
  }
  const behaviour = child(config, "DefaultCacheBehavior");
  const target = behaviour === undefined ? undefined : textAt(behaviour, "TargetOriginId");
  const origin = itemsOf(config, "Origins").find((each) => textAt(each, "Id") === target);
  const name = origin === undefined ? undefined : textAt(origin, "DomainName");
  return name === undefined ? { refused: `${target} is no single origin` } : { origin: name };
}

/** A star stands for one level. */
function covers(aliases: readonly string[], host: string): boolean {
  return aliases.includes(host) || aliases.includes(`*.${host.slice(host.indexOf(".") + 1)}`);
}
