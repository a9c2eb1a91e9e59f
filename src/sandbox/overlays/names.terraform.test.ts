import { Vpc } from "@cdktn/provider-aws/lib/vpc/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Accelerator,
  CanonicalHost,
  DetectionDelegation,
  HostedZone,
  OrganizationDetection,
  OrganizationPosture,
  PrivateZone,
  ShieldAdvanced,
  ZoneSigning,
} from "../../constructs/index.ts";
import { NAMING, TAGS } from "../../constructs/testing/synthesised.ts";
import {
  ACCOUNT,
  ConstructRehearsal,
  type Part,
  skippedBecause,
  toolsMissing,
} from "./testing/rehearseConstructs.ts";

const VIRGINIA = "us-east-1";
const IRELAND = "eu-west-1";
const DOMAIN = "shop.example.com";
const naming = { ...NAMING, account: ACCOUNT };

const balancer = (region: string) =>
  `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:loadbalancer/app/public/0123456789abcdef`;

const network = (region: string): Part => ({
  id: `${region}/network`,
  region,
  build: (scope) => ({ vpc_id: new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/16" }).id }),
});

const names = (networks: readonly { readonly region: string; readonly vpcId: string }[]): Part => ({
  id: "global/names",
  region: VIRGINIA,
  build(scope) {
    const { zone } = new HostedZone(scope, "domain", { domain: DOMAIN, tags: TAGS });
    const signing = new ZoneSigning(scope, "signing", {
      naming,
      zoneId: zone.zoneId,
      alarms: true,
      tags: TAGS,
    });
    new PrivateZone(scope, "internal", {
      domain: `internal.${DOMAIN}`,
      networks,
      names: { "orders-us": "orders.global-1.global.rds.amazonaws.com" },
      tags: TAGS,
    });
    new CanonicalHost(scope, "canonical", { naming, to: `www.${DOMAIN}`, from: [DOMAIN] });
    return { zone_id: zone.zoneId, ds_record: signing.dsRecord };
  },
});

/** What is chosen for a price. */
const options: Part = {
  id: "global/options",
  region: VIRGINIA,
  build(scope) {
    new ShieldAdvanced(scope, "shield", {
      naming,
      protected: { zone: "arn:aws:route53:::hostedzone/Z1" },
      tags: TAGS,
    });
    new Accelerator(scope, "accelerator", {
      naming,
      home: "us",
      balancerArns: Object.fromEntries([VIRGINIA, IRELAND].map((region) => [region, balancer(region)])),
      tags: TAGS,
    });
    return undefined;
  },
};

/** The management account and the security team's are one here: what is looked at is order and shape. */
const delegation: Part = {
  id: `${VIRGINIA}/delegation`,
  region: VIRGINIA,
  build(scope) {
    new DetectionDelegation(scope, "delegation", { securityAccount: ACCOUNT });
    return undefined;
  },
};

const organisation: Part = {
  id: `${VIRGINIA}/organisation`,
  region: VIRGINIA,
  build(scope) {
    new OrganizationDetection(scope, "detection", { naming, tags: TAGS });
    new OrganizationPosture(scope, "posture", {
      naming,
      region: VIRGINIA,
      rootId: "r-ab12",
      standards: ["aws", "cis"],
      skipped: [{ control: "SecretsManager.1", standard: "aws", reason: "cannot be rotated" }],
    });
    return undefined;
  },
};

describe.skipIf(toolsMissing)(
  `names and the organisation's detection with Terraform${skippedBecause}`,
  () => {
    let rehearsal: ConstructRehearsal;
    let parts: readonly Part[] = [];
    beforeAll(async () => {
      rehearsal = await ConstructRehearsal.start();
    });
    afterAll(() => rehearsal?.stop());

    it("signs a zone and makes private names for networks of two regions, and plans nothing more", async () => {
      const networks = [];
      for (const region of [VIRGINIA, IRELAND]) {
        const { outputs } = await rehearsal.apply(network(region));
        networks.push({ region, vpcId: String(outputs.vpc_id) });
      }
      const part = names(networks);
      parts = [network(VIRGINIA), network(IRELAND), part];
      const { outputs } = await rehearsal.apply(part);
      expect(await rehearsal.changes(part)).toEqual([]);
      expect(outputs.ds_record).toMatch(/^\d+ 13 2 [0-9A-F]{64}$/);
      const path = `/2013-04-01/hostedzone/${String(outputs.zone_id)}/dnssec`;
      const signing = await rehearsal.request({ service: "route53", region: VIRGINIA, method: "GET", path });
      expect(signing.body).toContain("<ServeSignature>SIGNING</ServeSignature>");
    }, 500_000);

    it("puts accelerators and Shield Advanced before it where they are chosen, and plans nothing more", async () => {
      parts = [...parts, options];
      await rehearsal.apply(options);
      expect(await rehearsal.changes(options)).toEqual([]);
    }, 500_000);

    it("configures detection for every account of an organisation, and plans nothing more", async () => {
      for (const part of [delegation, organisation]) {
        parts = [...parts, part];
        await rehearsal.apply(part);
        expect(await rehearsal.changes(part), part.id).toEqual([]);
      }
    }, 500_000);

    it("destroys all of it", async () => {
      for (const part of parts.toReversed()) await rehearsal.destroy(part);
      const zones = await rehearsal.request({
        service: "route53",
        region: VIRGINIA,
        method: "GET",
        path: "/2013-04-01/hostedzone",
      });
      expect(zones.body).not.toContain("shop.example.com");
    }, 500_000);
  },
);
