import { child, element, parseXml, setChild, textAt, type XmlElement } from "../../wire/index.ts";

/** One rule of a replication configuration, as far as it is followed here. */
export interface ReplicationRule {
  readonly id: string;
  readonly enabled: boolean;
  readonly priority: number;
  readonly prefix: string;
  /** The rule asks for object tags, which are not followed here: it copies nothing. */
  readonly byTag: boolean;
  readonly deleteMarkers: boolean;
  /** Objects encrypted with a KMS key travel only when the rule says so. */
  readonly encrypted: boolean;
  readonly bucket: string;
  readonly replicaKey: string | undefined;
  /** Replication Time Control is on. */
  readonly timeControl: boolean;
}

/**
 * The configuration as S3 gives it back: what was put, with an id for each rule that had none. Filters,
 * markers and criteria stay as they were put.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html (read 2026-11).
 */
export function normalised(configuration: Buffer | string): XmlElement {
  const root = parseXml(configuration);
  for (const [index, rule] of rulesOf(root).entries()) {
    if ((textAt(rule, "ID") ?? "") !== "") continue;
    setChild(rule, "ID", undefined);
    rule.children.unshift(element("ID", `rule-${index + 1}`));
  }
  return root;
}

export function replicationRules(root: XmlElement): ReplicationRule[] {
  return rulesOf(root).map((rule) => {
    const filter = child(rule, "Filter");
    const both = filter === undefined ? undefined : child(filter, "And");
    const scope = both ?? filter ?? rule;
    const destination = textAt(rule, "Destination", "Bucket") ?? "";
    return {
      id: textAt(rule, "ID") ?? "",
      enabled: textAt(rule, "Status") === "Enabled",
      priority: Number(textAt(rule, "Priority") ?? "0"),
      prefix: textAt(scope, "Prefix") ?? "",
      byTag: child(scope, "Tag") !== undefined,
      // Rules of the first version of the schema, without a filter, have always carried delete markers.
      deleteMarkers: textAt(rule, "DeleteMarkerReplication", "Status") === "Enabled" || filter === undefined,
      encrypted: textAt(rule, "SourceSelectionCriteria", "SseKmsEncryptedObjects", "Status") === "Enabled",
      bucket: destination.slice(destination.lastIndexOf(":") + 1),
      replicaKey: textAt(rule, "Destination", "EncryptionConfiguration", "ReplicaKmsKeyID"),
      timeControl: textAt(rule, "Destination", "ReplicationTime", "Status") === "Enabled",
    };
  });
}

/** For each destination the rule of the highest priority that takes the key. */
export function rulesFor(rules: readonly ReplicationRule[], key: string): ReplicationRule[] {
  const chosen = new Map<string, ReplicationRule>();
  for (const rule of rules) {
    if (!rule.enabled || rule.byTag || !key.startsWith(rule.prefix)) continue;
    const other = chosen.get(rule.bucket);
    if (other === undefined || other.priority < rule.priority) chosen.set(rule.bucket, rule);
  }
  return [...chosen.values()];
}

function rulesOf(root: XmlElement): XmlElement[] {
  return root.children.filter((node) => node.name === "Rule");
}
