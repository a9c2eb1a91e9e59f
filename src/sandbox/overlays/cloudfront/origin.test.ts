import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { locateEmulator, type RunningSandbox, startSandbox } from "../../index.ts";
import { sendCall } from "../../testing/signedCall.ts";
import { parseXml, textAt, walk } from "../../wire/index.ts";

const emulator = await locateEmulator(process.env);
const title = emulator.ok ? "" : " (SKIPPED: no emulator on this machine, install moto's server)";
const EAST = "us-east-1";
const WEST = "us-west-2";
const balancer = (region: string) => `shop-1.${region}.elb.amazonaws.com`;

describe.skipIf(!emulator.ok)(`what stands behind a distribution${title}`, () => {
  let sandbox: RunningSandbox;
  let zone = "";

  const post = async (service: string, path: string, body: string) => {
    const reply = await sendCall(sandbox.endpoint, { service, region: EAST, path, body });
    if (reply.status >= 300) throw new Error(reply.body);
    return (name: string) => {
      const found = [...walk(parseXml(reply.body))].find((node) => textAt(node, name) !== undefined);
      return (found === undefined ? undefined : textAt(found, name)) ?? "";
    };
  };
  const put = (records: readonly string[]) => {
    const changes = records
      .map(
        (record) =>
          `<Change><Action>UPSERT</Action><ResourceRecordSet>${record}</ResourceRecordSet></Change>`,
      )
      .join("");
    return post(
      "route53",
      `/2013-04-01/hostedzone/${zone}/rrset/`,
      `<ChangeResourceRecordSetsRequest><ChangeBatch><Changes>${changes}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
    );
  };
  const alias = (name: string, target: string, health: boolean, routing = "") =>
    `<Name>${name}</Name><Type>A</Type>${routing}<AliasTarget><HostedZoneId>Z1</HostedZoneId><DNSName>${target}</DNSName><EvaluateTargetHealth>${health}</EvaluateTargetHealth></AliasTarget>`;
  const ask = (host: string) =>
    sandbox.resolveName({ name: `${host}.example.com`, type: "A", clientRegion: EAST });

  beforeAll(async () => {
    sandbox = await startSandbox({ refusals: [] });
    const made = await post(
      "route53",
      "/2013-04-01/hostedzone",
      "<CreateHostedZoneRequest><Name>example.com</Name><CallerReference>one</CallerReference></CreateHostedZoneRequest>",
    );
    zone = made("Id").replace("/hostedzone/", "");
    const distribution = await post(
      "cloudfront",
      "/2020-05-31/distribution",
      "<DistributionConfig><CallerReference>one</CallerReference><Aliases><Quantity>1</Quantity><Items><CNAME>www.example.com</CNAME></Items></Aliases><Origins><Quantity>1</Quantity><Items><Origin><Id>regions</Id><DomainName>origin.example.com</DomainName></Origin></Items></Origins><DefaultCacheBehavior><TargetOriginId>regions</TargetOriginId></DefaultCacheBehavior><Enabled>true</Enabled></DistributionConfig>",
    );
    const name = distribution("DomainName");
    const latency = (region: string) => `<SetIdentifier>${region}</SetIdentifier><Region>${region}</Region>`;
    await put([
      ...["www", "shop"].map((host) => alias(`${host}.example.com`, name, false)),
      ...[EAST, WEST].map((region) => alias("origin.example.com", balancer(region), true, latency(region))),
    ]);
  });
  afterAll(() => sandbox?.stop());

  it("is the nearest healthy region, while the host itself leads to the distribution as before", async () => {
    const before = await ask("www");
    expect(before.answers[0]).toMatch(/^d\w+\.cloudfront\.net$/);
    expect(before.origin?.answers).toEqual([balancer(EAST)]);

    await sandbox.loseRegion(EAST);
    await sandbox.advanceClock(30);
    const after = await ask("www");
    expect(after.answers).toEqual(before.answers);
    expect(after.origin?.answers).toEqual([balancer(WEST)]);
    await sandbox.restoreRegion(EAST);
  });

  it("is nothing for a host that leads there and that the distribution does not know", async () => {
    const { answers, origin } = await ask("shop");
    expect(answers[0]).toMatch(/\.cloudfront\.net$/);
    expect(origin).toMatchObject({
      answers: [],
      passedOver: [{ reason: expect.stringContaining("no alias for shop.example.com") }],
    });
  });

  it("is not spoken of for a name that leads to no distribution", async () => {
    expect(await ask("origin")).not.toHaveProperty("origin");
  });
});
