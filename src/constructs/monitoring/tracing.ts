import { createHash } from "node:crypto";
import { XrayEncryptionConfig } from "@cdktn/provider-aws/lib/xray-encryption-config/index.js";
import { XrayGroup } from "@cdktn/provider-aws/lib/xray-group/index.js";
import { XraySamplingRule } from "@cdktn/provider-aws/lib/xray-sampling-rule/index.js";
import { Construct } from "constructs";
import type { Naming } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";

/** Names of groups and rules; X-Ray's API reference, CreateGroup and CreateSamplingRule. */
const NAME_LENGTH = 32;

/** Rules are asked in this order; what is left over is the rule for everything else. */
const PRIORITY = { critical: 100, rest: 9000 } as const;

/** Traces recorded in each second before the rate decides, so that a quiet service is seen at all. */
const RESERVOIR = 1;

export interface TracingProps {
  readonly naming: Naming;
  /** Key of this region. */
  readonly keyArn: string;
  /**
   * Whether this environment says how X-Ray encrypts: that is one setting for the account and region, so only one of
   * the environments that share an account may.
   */
  readonly encrypts: boolean;
  /** Milliseconds after which a request counts as slow. */
  readonly slowMs: number;
  /** Journeys with critical services, each with those that it meets, one or more. */
  readonly journeys: readonly { readonly name: string; readonly met: readonly string[] }[];
  /** Critical services that journeys begin or go on with, at most 24: their requests are recorded more often. */
  readonly critical: readonly string[];
  /** Per cent of their requests. */
  readonly criticalPercent: number;
  /** Per cent of everybody else's. */
  readonly percent: number;
  readonly tags: OwnerTags;
}

/**
 * Which requests are followed through the services, and how one looks at them. Whether a request is recorded is decided
 * where it begins, and goes along with it; so rules are for services that a customer meets, and not for all.
 *
 * Billed by the million of traces recorded and looked at; rules and groups are free. Services name themselves by
 * OpenTelemetry's `service.name`, and their collector asks X-Ray for these rules.
 * Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html, November 2026.
 */
export class Tracing extends Construct {
  constructor(scope: Construct, id: string, props: TracingProps) {
    super(scope, id);
    if (props.encrypts) new XrayEncryptionConfig(this, "encryption", { type: "KMS", keyId: props.keyArn });
    this.#group(props, "troubled", `fault = true OR responsetime > ${props.slowMs / 1000}`);
    for (const { name, met } of props.journeys) {
      this.#group(props, `journey-${name}`, met.map((service) => `service("${service}")`).join(" OR "));
    }
    for (const [index, service] of props.critical.entries()) {
      this.#rule(props, service, service, PRIORITY.critical + index, props.criticalPercent);
    }
    this.#rule(props, "rest", "*", PRIORITY.rest, props.percent);
  }

  #group({ naming, tags }: TracingProps, thing: string, filterExpression: string): void {
    const groupName = shortName(naming, thing);
    new XrayGroup(this, `group-${thing}`, {
      groupName,
      filterExpression,
      // Insights bill every recorded trace a second time; burn rates tell the same.
      insightsConfiguration: { insightsEnabled: false, notificationsEnabled: false },
      tags: tagsOf(groupName, tags),
    });
  }

  #rule(
    { naming, tags }: TracingProps,
    thing: string,
    serviceName: string,
    priority: number,
    percent: number,
  ): void {
    const ruleName = shortName(naming, thing);
    new XraySamplingRule(this, `rule-${thing}`, {
      ruleName,
      priority,
      version: 1,
      reservoirSize: RESERVOIR,
      fixedRate: Number((percent / 100).toFixed(4)),
      serviceName,
      serviceType: "*",
      host: "*",
      httpMethod: "*",
      urlPath: "*",
      resourceArn: "*",
      tags: tagsOf(ruleName, tags),
    });
  }
}

/** `<environment>-<thing>`, cut with a digest where it is too long, so that no two become one. */
function shortName({ platform, environment }: Naming, thing: string): string {
  const name = `${environment}-${thing}`;
  if (name.length <= NAME_LENGTH) return name;
  const digest = createHash("sha256").update(`${platform}-${name}`).digest("hex").slice(0, 6);
  return `${name.slice(0, NAME_LENGTH - 7)}-${digest}`;
}
