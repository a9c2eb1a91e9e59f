import { OamSink } from "@cdktn/provider-aws/lib/oam-sink/index.js";
import { OamSinkPolicy } from "@cdktn/provider-aws/lib/oam-sink-policy/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../../naming.ts";
import { policyDocument } from "../../policyDocument.ts";
import { type OwnerTags, tagsOf } from "../../tags.ts";
import { type SharedTelemetry, sharedTypes } from "./telemetry.ts";

export interface ObservabilitySinkProps {
  readonly naming: Naming;
  /** Accounts that may link to it, 12 digits each. */
  readonly accounts: readonly string[];
  /** What may be shared with it, and nothing else. */
  readonly shares: readonly SharedTelemetry[];
  readonly tags: OwnerTags;
}

/**
 * Where accounts let one account look at what they measure, log and trace, in one region. Nothing
 * is copied: data stay where they are, and a sink sees only its own region, so that what is the European Union's is
 * looked at in the European Union. Metrics and logs cost nothing more, nor does the first sink that sees a trace.
 * Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account.html,
 * https://docs.aws.amazon.com/OAM/latest/APIReference/API_PutSinkPolicy.html; prices recalled, November 2026.
 */
export class ObservabilitySink extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { naming, accounts, shares, tags }: ObservabilitySinkProps) {
    super(scope, id);
    const name = nameOf(naming, "observability");
    const sink = new OamSink(this, "sink", { name, tags: tagsOf(name, tags) });
    new OamSinkPolicy(this, "policy", {
      sinkIdentifier: sink.arn,
      policy: policyDocument([
        {
          Sid: "TheseAccountsLink",
          Effect: "Allow",
          Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) },
          Action: ["oam:CreateLink", "oam:UpdateLink"],
          // Of a sink's policy, the sink: its id is AWS's, and PutSinkPolicy's own examples name it so.
          Resource: "*",
          Condition: { "ForAllValues:StringEquals": { "oam:ResourceTypes": sharedTypes(shares) } },
        },
      ]),
    });
    this.arn = sink.arn;
  }
}
