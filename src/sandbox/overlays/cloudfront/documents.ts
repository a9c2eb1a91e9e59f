import type { AwsCall, AwsReply } from "../../call.ts";
import type { World } from "../../overlay.ts";
import {
  child,
  element,
  errorReply,
  fields,
  parseXml,
  textAt,
  type XmlElement,
  xmlReply,
} from "../../wire/index.ts";
import {
  arnOf,
  cloudFrontOf,
  configIn,
  type Document,
  domainNameOf,
  isInUse,
  KINDS,
  type Kind,
} from "./state.ts";

const XMLNS = { xmlns: "http://cloudfront.amazonaws.com/doc/2020-05-31/" };

const VERBS = /^(Create|Get|Update|Delete)([A-Za-z]+?)(Config|WithTags)?$/;

/** Creates, gives back, replaces and deletes documents; undefined for what is none of that. */
export async function answerDocument(call: AwsCall, world: World): Promise<AwsReply | undefined> {
  const [, verb, named, form] = VERBS.exec(call.action) ?? [];
  const kind = KINDS.find((each) => each === named);
  if (kind === undefined) return undefined;
  if (verb === "Create") return create(kind, call, world);
  const id = /\/2020-05-31\/[^/]+\/([^/?]+)/.exec(call.target)?.[1] ?? "";
  const document = cloudFrontOf(world).find(kind, call.account, id);
  if (document === undefined) {
    return fail(call, 404, `NoSuch${kind}`, `The specified ${kind} does not exist.`);
  }
  if (verb === "Get") {
    return form === "Config"
      ? reply(call, 200, document, { ...document.config, attributes: XMLNS })
      : reply(call, 200, document, view(document));
  }
  const stale = staleness(call, document);
  if (stale !== undefined) return stale;
  return verb === "Update" ? update(document, call, world) : remove(document, call, world);
}

function create(kind: Kind, call: AwsCall, world: World): AwsReply {
  const state = cloudFrontOf(world);
  const config = configIn(kind, call.body);
  if (config === undefined) return fail(call, 400, "MalformedXML", "The XML document is malformed.");
  const identity = kind === "Distribution" ? "CallerReference" : "Name";
  const twin = state
    .all(kind)
    .find(
      (each) => each.account === call.account && textAt(each.config, identity) === textAt(config, identity),
    );
  if (twin !== undefined) {
    const message = `The ${identity} that you are using is already in use by ${kind} ${twin.id}.`;
    return fail(call, 409, `${kind}AlreadyExists`, message);
  }
  const document = state.create(kind, call.account, config, world.clock.now());
  for (const [key, value] of tagsIn(call)) state.tagsOf(arnOf(document)).set(key, value);
  return reply(call, 201, document, view(document));
}

function update(document: Document, call: AwsCall, world: World): AwsReply {
  const config = configIn(document.kind, call.body);
  if (config === undefined) return fail(call, 400, "MalformedXML", "The XML document is malformed.");
  const updated = cloudFrontOf(world).update(document, config, world.clock.now());
  return reply(call, 200, updated, view(updated));
}

function remove(document: Document, call: AwsCall, world: World): AwsReply {
  const state = cloudFrontOf(world);
  if (document.kind !== "Distribution" && isInUse(state, document)) {
    const message = `The ${document.kind} ${document.id} is in use by a distribution.`;
    return fail(call, 409, `${document.kind}InUse`, message);
  }
  state.delete(document);
  return { status: 204, headers: {}, body: "" };
}

function staleness(call: AwsCall, document: Document): AwsReply | undefined {
  const match = call.headers["if-match"];
  if (match === undefined) {
    return fail(
      call,
      400,
      "InvalidIfMatchVersion",
      "The If-Match version is missing or not valid for the resource.",
    );
  }
  return match === document.etag
    ? undefined
    : fail(
        call,
        412,
        "PreconditionFailed",
        "The request's precondition evaluated to false: the ETag has changed.",
      );
}

/** The document with what CloudFront says of it. A distribution is deployed everywhere at once. */
function view(document: Document): XmlElement {
  const { kind, id, config } = document;
  if (kind === "Distribution") return distributionView(document);
  const modified = kind === "OriginAccessControl" ? undefined : timeOf(document);
  return element(kind, [...fields({ Id: id, LastModifiedTime: modified }), config], XMLNS);
}

function distributionView(document: Document): XmlElement {
  const nobody = [element("Enabled", false), element("Quantity", 0)];
  return element(
    "Distribution",
    [
      ...facts(document),
      ...fields({
        InProgressInvalidationBatches: 0,
        ActiveTrustedSigners: nobody,
        ActiveTrustedKeyGroups: nobody,
      }),
      withEmptyLists(document.config),
    ],
    XMLNS,
  );
}

/**
 * Lists that CloudFront answers whether they were given or not. Clients lean on it: the AWS provider reads the
 * quantity of origin groups without looking whether there is one.
 */
const LISTS = ["Aliases", "OriginGroups", "CacheBehaviors", "CustomErrorResponses"];

function withEmptyLists(config: XmlElement): XmlElement {
  const missing = LISTS.filter((name) => !config.children.some((child) => child.name === name));
  if (missing.length === 0) return config;
  return {
    ...config,
    children: [...config.children, ...missing.map((name) => element(name, [element("Quantity", 0)]))],
  };
}

function facts(document: Document): XmlElement[] {
  return fields({
    Id: document.id,
    ARN: arnOf(document),
    Status: "Deployed",
    LastModifiedTime: timeOf(document),
    DomainName: domainNameOf(document),
  });
}

function timeOf(document: Document): string {
  return new Date(document.modifiedAt).toISOString();
}

/** Settings that a list of distributions leaves out. */
const NOT_LISTED = new Set(["CallerReference", "DefaultRootObject", "Logging"]);

export function listDistributions(call: AwsCall, world: World): AwsReply {
  const own = cloudFrontOf(world)
    .all("Distribution")
    .filter(({ account }) => account === call.account);
  const items = own.map((document) =>
    element("DistributionSummary", [
      ...facts(document),
      ...document.config.children.filter(({ name }) => !NOT_LISTED.has(name)),
    ]),
  );
  const list = fields({ Marker: "", MaxItems: 100, IsTruncated: false, Quantity: own.length });
  return xmlReply(call, 200, element("DistributionList", [...list, element("Items", items)], XMLNS));
}

/** Tags of what is kept here; undefined for what the emulator keeps. */
export function answerTags(call: AwsCall, world: World): AwsReply | undefined {
  const arn = new URL(call.target, "http://cloudfront").searchParams.get("Resource") ?? "";
  const state = cloudFrontOf(world);
  if (!KINDS.some((kind) => state.all(kind).some((document) => arnOf(document) === arn))) return undefined;
  const tags = state.tagsOf(arn);
  switch (call.action) {
    case "TagResource":
      for (const [key, value] of tagsIn(call)) tags.set(key, value);
      return { status: 204, headers: {}, body: "" };
    case "UntagResource":
      for (const key of child(parseXml(call.body), "Items")?.children ?? []) tags.delete(key.text);
      return { status: 204, headers: {}, body: "" };
    case "ListTagsForResource": {
      const items = [...tags].map(([Key, Value]) => element("Tag", fields({ Key, Value })));
      return xmlReply(call, 200, element("Tags", [element("Items", items)], XMLNS));
    }
    default:
      return undefined;
  }
}

function tagsIn(call: AwsCall): [string, string][] {
  const root = parseXml(call.body);
  const tags = root.name === "Tags" ? root : child(root, "Tags");
  const items = tags === undefined ? undefined : child(tags, "Items");
  return (items?.children ?? []).map((tag) => [textAt(tag, "Key") ?? "", textAt(tag, "Value") ?? ""]);
}

function reply(call: AwsCall, status: number, document: Document, root: XmlElement): AwsReply {
  const made = xmlReply(call, status, root);
  return { ...made, headers: { ...made.headers, etag: document.etag } };
}

function fail(call: AwsCall, status: number, code: string, message: string): AwsReply {
  return errorReply(call, { status, code, message });
}
