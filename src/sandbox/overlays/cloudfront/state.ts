import { createHash } from "node:crypto";
import { child, parseXml, textAt, walk, type XmlElement } from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";

/** What CloudFront keeps as a document that is put and given back: an id around a configuration. */
export const KINDS = [
  "Distribution",
  "OriginAccessControl",
  "ResponseHeadersPolicy",
  "CachePolicy",
  "OriginRequestPolicy",
] as const;
export type Kind = (typeof KINDS)[number];

export interface Document {
  readonly kind: Kind;
  readonly account: string;
  readonly id: string;
  /** `DistributionConfig`, without its namespace. */
  readonly config: XmlElement;
  /** Changes with every update; what `If-Match` must name. */
  readonly etag: string;
  /** Milliseconds on the sandbox clock. */
  readonly modifiedAt: number;
}

/** Documents and tags of one sandbox. */
export class CloudFrontState {
  readonly #documents = new Map<string, Document>();
  readonly #tags = new Map<string, Map<string, string>>();
  #versions = 0;

  /** A new id for equal input only in another sandbox: it is made of the document's own name. */
  create(kind: Kind, account: string, config: XmlElement, now: number): Document {
    const seed = `${kind}/${account}/${textAt(config, "CallerReference") ?? textAt(config, "Name") ?? ""}`;
    const id = idFrom(seed, kind === "Distribution" || kind === "OriginAccessControl");
    return this.#put({ kind, account, id, config, now });
  }

  update(document: Document, config: XmlElement, now: number): Document {
    return this.#put({ ...document, config, now });
  }

  #put(given: Omit<Document, "etag" | "modifiedAt"> & { readonly now: number }): Document {
    const { kind, account, id, config, now } = given;
    this.#versions += 1;
    const etag = idFrom(`${id}/${this.#versions}`, true);
    const document = { kind, account, id, config, etag, modifiedAt: now };
    this.#documents.set(`${kind}/${account}/${id}`, document);
    return document;
  }

  find(kind: Kind, account: string, id: string): Document | undefined {
    return this.#documents.get(`${kind}/${account}/${id}`);
  }

  delete({ kind, account, id }: Document): void {
    this.#documents.delete(`${kind}/${account}/${id}`);
  }

  /** Of all accounts: host names are one namespace over all of AWS. */
  all(kind: Kind): readonly Document[] {
    return [...this.#documents.values()].filter((document) => document.kind === kind);
  }

  tagsOf(arn: string): Map<string, string> {
    const known = this.#tags.get(arn) ?? new Map<string, string>();
    this.#tags.set(arn, known);
    return known;
  }
}

/** The state of the sandbox that the clock belongs to: overlays and refusals see the same. */
export const cloudFrontOf = perSandbox(() => new CloudFrontState());

/** `E` and 13 capitals or digits, or a UUID for policies, as CloudFront's ids look. */
function idFrom(seed: string, short: boolean): string {
  const hash = createHash("sha256").update(seed).digest("hex");
  if (short)
    return `E${BigInt(`0x${hash.slice(0, 24)}`)
      .toString(36)
      .toUpperCase()
      .slice(0, 13)}`;
  const parts = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32),
  ];
  return parts.join("-");
}

/** `d111111abcdef8.cloudfront.net` */
export function domainNameOf(document: Document): string {
  return `d${document.id.slice(1).toLowerCase()}.cloudfront.net`;
}

export function arnOf(document: Document): string {
  const path = document.kind.replaceAll(/(?<!^)([A-Z])/g, "-$1").toLowerCase();
  return `arn:aws:cloudfront::${document.account}:${path}/${document.id}`;
}

/** The part of a request's body that is the configuration. */
export function configIn(kind: Kind, body: Buffer): XmlElement | undefined {
  if (!body.toString().trimStart().startsWith("<")) return undefined;
  const root = parseXml(body);
  const name = `${kind}Config`;
  const config = root.name === name ? root : child(root, name);
  return config === undefined ? undefined : { ...config, attributes: {} };
}

/** Elements of a list with a quantity: `<Aliases><Quantity/><Items>..`. */
export function itemsOf(config: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  let node: XmlElement | undefined = config;
  for (const name of [...path, "Items"]) node = node === undefined ? undefined : child(node, name);
  return node?.children ?? [];
}

export function aliasesOf(config: XmlElement): readonly string[] {
  return itemsOf(config, "Aliases").map((alias) => alias.text.toLowerCase());
}

/** Does some distribution of the account speak of this document by its id? */
export function isInUse(state: CloudFrontState, document: Document): boolean {
  return state
    .all("Distribution")
    .filter(({ account }) => account === document.account)
    .some(({ config }) => [...walk(config)].some((node) => node.text === document.id));
}
