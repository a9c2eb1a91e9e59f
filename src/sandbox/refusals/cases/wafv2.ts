import { json } from "./caller.ts";
import { createDistribution, makeWebAcl } from "./cloudfront.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";
const EUROPE = "eu-west-1";
const balancer = (region: string) =>
  `arn:aws:elasticloadbalancing:${region}:123456789012:loadbalancer/app/public/0123456789abcdef`;
const visible = (MetricName: string) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName,
});

function createWebAcl(region: string, Name: string, Scope: string, groups = 0) {
  const statement = {
    ManagedRuleGroupStatement: { VendorName: "AWS", Name: "AWSManagedRulesCommonRuleSet" },
  };
  const Rules = Array.from({ length: groups }, (_, Priority) => ({
    Name: `rules-${Priority}`,
    Priority,
    Statement: statement,
    OverrideAction: { None: {} },
    VisibilityConfig: visible(`rules-${Priority}`),
  }));
  const acl = { Name, Scope, Rules, DefaultAction: { Allow: {} }, VisibilityConfig: visible(Name) };
  return json("wafv2", region, "CreateWebACL", acl);
}

export const wafv2Cases: readonly RefusalCase[] = [
  {
    refusal: "wafv2-cloudfront-scope-region",
    code: "WAFInvalidParameterException",
    emulator: "accepts",
    prepare: async () => ({
      refused: createWebAcl(EUROPE, "sent-to-europe", "CLOUDFRONT"),
      taken: createWebAcl(EAST, "sent-to-virginia", "CLOUDFRONT"),
    }),
  },
  {
    refusal: "wafv2-association-across-regions",
    code: "WAFInvalidParameterException",
    emulator: "accepts",
    async prepare(sandbox) {
      const WebACLArn = (await makeWebAcl(sandbox, EUROPE, "at-home", "REGIONAL")).ARN;
      const associate = (region: string) =>
        json("wafv2", EUROPE, "AssociateWebACL", { WebACLArn, ResourceArn: balancer(region) });
      return { refused: associate(EAST), taken: associate(EUROPE) };
    },
  },
  {
    refusal: "wafv2-log-destination",
    code: "WAFInvalidParameterException",
    emulator: "accepts",
    async prepare(sandbox) {
      const ResourceArn = (await makeWebAcl(sandbox, EUROPE, "logged", "REGIONAL")).ARN;
      const log = (group: string) =>
        json("wafv2", EUROPE, "PutLoggingConfiguration", {
          LoggingConfiguration: {
            ResourceArn,
            LogDestinationConfigs: [`arn:aws:logs:${EUROPE}:123456789012:log-group:${group}`],
          },
        });
      return { refused: log("firewall"), taken: log("aws-waf-logs-firewall") };
    },
  },
  {
    refusal: "wafv2-web-acl-of-distribution",
    code: "WAFAssociatedItemException",
    emulator: "accepts",
    async prepare(sandbox) {
      const used = await makeWebAcl(sandbox, EAST, "in-use", "CLOUDFRONT");
      const unused = await makeWebAcl(sandbox, EAST, "unused", "CLOUDFRONT");
      await sandbox.must(createDistribution({ webAcl: used.ARN }));
      const remove = (Name: string, { Id, LockToken }: typeof used) =>
        json("wafv2", EAST, "DeleteWebACL", { Name, Id, LockToken, Scope: "CLOUDFRONT" });
      return { refused: remove("in-use", used), taken: remove("unused", unused) };
    },
  },
  {
    refusal: "wafv2-capacity",
    code: "WAFLimitsExceededException",
    emulator: "accepts",
    prepare: async () => ({
      refused: createWebAcl(EUROPE, "too-much", "REGIONAL", 8),
      taken: createWebAcl(EUROPE, "enough", "REGIONAL", 2),
    }),
  },
];
