import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall } from "../overlay.ts";
import { child, parseXml, textAt, walk, type XmlElement } from "../wire/index.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest";

/** Days that an object is stored before it can move to a class of infrequent access. */
const INFREQUENT_ACCESS_DAYS = 30;
const INFREQUENT_ACCESS = new Set(["STANDARD_IA", "ONEZONE_IA"]);

/** The document of the call; undefined where it cannot be read, which the service says itself. */
function documentOf(call: AwsCall): XmlElement | undefined {
  const text = call.body.toString();
  return text.trimStart().startsWith("<") ? parseXml(text) : undefined;
}

function rulesOf(call: AwsCall): XmlElement[] {
  return documentOf(call)?.children.filter((node) => node.name === "Rule") ?? [];
}

const refused = (code: string, message: string): RefusedCall => ({ status: 400, code, message });

const timeControl: Refusal = {
  id: "s3-replication-time-without-metrics",
  service: "s3",
  actions: ["PutBucketReplication"],
  rule: "Replication Time Control comes with metrics, and with 15 minutes for both.",
  source: `${GUIDE}/API/API_ReplicationTime.html`,
  async check(call) {
    for (const rule of rulesOf(call)) {
      const destination = child(rule, "Destination");
      if (destination === undefined || textAt(destination, "ReplicationTime", "Status") !== "Enabled")
        continue;
      const minutes = [
        textAt(destination, "ReplicationTime", "Time", "Minutes"),
        textAt(destination, "Metrics", "EventThreshold", "Minutes"),
      ];
      if (textAt(destination, "Metrics", "Status") === "Enabled" && minutes.every((each) => each === "15")) {
        continue;
      }
      return refused(
        "InvalidRequest",
        "ReplicationTime must be specified together with Metrics, with 15 minutes as its time and as the threshold of the event.",
      );
    }
    return undefined;
  },
};

const filterless: Refusal = {
  id: "s3-replication-features-without-filter",
  service: "s3",
  actions: ["PutBucketReplication"],
  rule: "Rules with a priority, delete markers or Replication Time Control have a filter: the second version of the schema.",
  source: `${GUIDE}/userguide/replication-add-config.html`,
  async check(call) {
    const lacking = rulesOf(call).some(
      (rule) =>
        child(rule, "Filter") === undefined &&
        (child(rule, "Priority") !== undefined ||
          child(rule, "DeleteMarkerReplication") !== undefined ||
          textAt(rule, "Destination", "ReplicationTime", "Status") === "Enabled"),
    );
    return lacking
      ? refused(
          "InvalidRequest",
          "Filter must be specified with Priority, DeleteMarkerReplication and ReplicationTime.",
        )
      : undefined;
  },
};

const tooEarly: Refusal = {
  id: "s3-lifecycle-infrequent-access-too-early",
  service: "s3",
  actions: ["PutBucketLifecycleConfiguration"],
  rule: "Objects and superseded versions move to STANDARD_IA and ONEZONE_IA after 30 days at the earliest.",
  source: `${GUIDE}/userguide/lifecycle-transition-general-considerations.html`,
  async check(call) {
    for (const rule of rulesOf(call)) {
      for (const move of walk(rule)) {
        if (move.name !== "Transition" && move.name !== "NoncurrentVersionTransition") continue;
        const storageClass = textAt(move, "StorageClass") ?? "";
        const field = move.name === "Transition" ? "Days" : "NoncurrentDays";
        const days = textAt(move, field);
        if (days === undefined || !INFREQUENT_ACCESS.has(storageClass)) continue;
        if (Number(days) >= INFREQUENT_ACCESS_DAYS) continue;
        return refused(
          "InvalidArgument",
          `'${field}' in ${move.name} action must be greater than or equal to 30 for storageClass '${storageClass}'`,
        );
      }
    }
    return undefined;
  },
};

const expiredFirst: Refusal = {
  id: "s3-lifecycle-expiration-before-transition",
  service: "s3",
  actions: ["PutBucketLifecycleConfiguration"],
  rule: "Within a rule, objects expire later than they move to another class.",
  source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-s3-bucket-rule.html",
  async check(call) {
    for (const rule of rulesOf(call)) {
      const expires = textAt(rule, "Expiration", "Days");
      if (expires === undefined) continue;
      const late = rule.children.find(
        (node) => node.name === "Transition" && Number(textAt(node, "Days") ?? "-1") >= Number(expires),
      );
      if (late === undefined) continue;
      return refused(
        "InvalidArgument",
        "'Days' in the Expiration action must be greater than 'Days' in the Transition action",
      );
    }
    return undefined;
  },
};

export const s3SettingsRefusals: readonly Refusal[] = [timeControl, filterless, tooEarly, expiredFirst];
