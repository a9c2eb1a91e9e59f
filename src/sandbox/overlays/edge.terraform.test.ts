import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Certificate,
  CertificateProof,
  DataKey,
  Distribution,
  globalOriginName,
  HostedZone,
  RegionalFirewall,
  RegionalTraffic,
  WebFirewall,
} from "../../constructs/index.ts";
import { NAMING, TAGS } from "../../constructs/testing/synthesised.ts";
import { ConstructRehearsal, type Part, skippedBecause, toolsMissing } from "./testing/rehearseConstructs.ts";

const DOMAIN = "shop.example.com";
const HOSTS = [DOMAIN, `www.${DOMAIN}`];
const IRELAND = "eu-west-1";
const FRANKFURT = "eu-central-1";
const VIRGINIA = "us-east-1";
const balancer = (region: string) => `shop-1.${region}.elb.amazonaws.com`;

/** What the stack of the edge needs of none but the zone: it can be made while the regions are. */
const edge: Part = {
  id: "global/edge",
  region: VIRGINIA,
  build(scope) {
    const { zone } = new HostedZone(scope, "domain", { domain: DOMAIN, tags: TAGS });
    const certificate = new Certificate(scope, "tls", { naming: NAMING, domain: DOMAIN, tags: TAGS });
    new CertificateProof(scope, "proof", { zoneId: zone.zoneId, proof: certificate.proof });
    const firewall = new WebFirewall(scope, "firewall", { naming: NAMING, tags: TAGS });
    const distribution = new Distribution(scope, "edge", {
      naming: NAMING,
      hosts: HOSTS,
      certificateArn: certificate.arn,
      originName: globalOriginName(DOMAIN),
      media: { store: "media", regions: [VIRGINIA, IRELAND] },
      webAclArn: firewall.webAclArn,
      tags: TAGS,
    });
    return { zone_id: zone.zoneId, domain_name: distribution.domainName };
  },
};

const traffic = (zoneId: string, distribution: string): Part => ({
  id: "global/traffic",
  region: VIRGINIA,
  build(scope) {
    const at = (region: string) => ({
      region,
      active: true,
      balancer: { dnsName: balancer(region), zoneId: "Z35SXDOTRQ7X7K" },
    });
    new RegionalTraffic(scope, "traffic", {
      naming: NAMING,
      zoneId,
      domain: DOMAIN,
      hosts: HOSTS,
      regions: [at(VIRGINIA), { ...at(IRELAND), standIn: FRANKFURT }, { ...at(FRANKFURT), active: false }],
      healthPath: "/healthz",
      distribution,
      tags: TAGS,
    });
    return undefined;
  },
});

const regional: Part = {
  id: `${IRELAND}/firewall`,
  region: IRELAND,
  account: NAMING.account,
  build(scope) {
    const key = new DataKey(scope, "key", { naming: NAMING, region: IRELAND, purpose: "eu", tags: TAGS });
    new RegionalFirewall(scope, "firewall", {
      naming: NAMING,
      balancerArn: `arn:aws:elasticloadbalancing:${IRELAND}:${NAMING.account}:loadbalancer/app/public/0123456789abcdef`,
      hosts: [...HOSTS, `origin-${IRELAND}.${DOMAIN}`],
      logKeyArn: key.arn,
      tags: TAGS,
    });
    return undefined;
  },
};

describe.skipIf(toolsMissing)(`the edge with Terraform${skippedBecause}`, () => {
  let rehearsal: ConstructRehearsal;
  let parts: readonly Part[] = [];
  beforeAll(async () => {
    rehearsal = await ConstructRehearsal.start();
  });
  afterAll(() => rehearsal?.stop());

  const ask = (clientRegion: string) =>
    rehearsal.sandbox.resolveName({ name: `www.${DOMAIN}`, type: "A", clientRegion });

  it("applies firewalls, a distribution and its traffic, and plans nothing more", async () => {
    const { outputs } = await rehearsal.apply(edge);
    const records = traffic(String(outputs.zone_id), String(outputs.domain_name));
    parts = [edge, records, regional];
    await rehearsal.apply(records);
    await rehearsal.apply(regional);
    for (const part of parts) expect(await rehearsal.changes(part), part.id).toEqual([]);
  }, 800_000);

  it("moves what the distribution asks out of a lost region, by health and with nothing to change", async () => {
    // given
    const before = await ask(IRELAND);
    expect(before.answers[0]).toMatch(/\.cloudfront\.net$/);
    expect(before.origin?.answers).toEqual([balancer(IRELAND)]);

    // when
    await rehearsal.sandbox.loseRegion(IRELAND);
    await rehearsal.sandbox.advanceClock(30);

    // then
    const after = await ask(IRELAND);
    expect(after.answers).toEqual(before.answers);
    expect(after.origin?.answers).toEqual([balancer(FRANKFURT)]);
    for (const part of parts.slice(0, 2)) expect(await rehearsal.changes(part), part.id).toEqual([]);
    await rehearsal.sandbox.restoreRegion(IRELAND);
    await rehearsal.sandbox.advanceClock(30);
    expect((await ask(IRELAND)).origin?.answers).toEqual([balancer(IRELAND)]);
  }, 400_000);

  it("goes on answering customers while the region of its control plane is lost", async () => {
    await rehearsal.sandbox.loseRegion(VIRGINIA);
    await rehearsal.sandbox.advanceClock(30);
    expect((await ask(VIRGINIA)).origin?.answers).toEqual([balancer(IRELAND)]);
    await rehearsal.sandbox.restoreRegion(VIRGINIA);
    await rehearsal.sandbox.advanceClock(30);
  }, 60_000);

  it("destroys all of it", async () => {
    for (const part of parts.toReversed()) await rehearsal.destroy(part);
    const path = "/2020-05-31/distribution";
    const left = await rehearsal.request({ service: "cloudfront", region: VIRGINIA, method: "GET", path });
    expect(left.body).toContain("<Quantity>0</Quantity>");
  }, 800_000);
});
