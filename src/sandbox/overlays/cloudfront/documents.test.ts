import { describe, expect, it } from "vitest";
import type { AwsReply } from "../../call.ts";
import { parseXml, textAt } from "../../wire/index.ts";
import { FakeWorld, jsonCall } from "../testing/fakeWorld.ts";
import { cloudFrontOverlay, edgeAnswer } from "./index.ts";

const API = "/2020-05-31";
/** The emulator is never asked. */
const newWorld = () => new FakeWorld(() => ({ status: 599, headers: {}, body: "" }));

async function send(
  world: FakeWorld,
  action: string,
  target: string,
  body = "",
  headers: Record<string, string> = {},
): Promise<AwsReply> {
  const call = {
    ...jsonCall("cloudfront", "us-east-1", action, {}),
    target,
    headers,
    body: Buffer.from(body),
  };
  const reply = await cloudFrontOverlay.handle(call, world);
  if (reply === undefined) throw new Error(`${action} was left to the emulator`);
  return reply;
}
const config = (more: string, enabled = true) =>
  `<CallerReference>one</CallerReference><Aliases><Quantity>1</Quantity><Items><CNAME>www.example.com</CNAME></Items></Aliases>` +
  `<Origins><Quantity>1</Quantity><Items><Origin><Id>regions</Id><DomainName>origin.example.com</DomainName></Origin></Items></Origins>` +
  `<DefaultCacheBehavior><TargetOriginId>regions</TargetOriginId>${more}</DefaultCacheBehavior><Enabled>${enabled}</Enabled>`;
const TAGS = "<Tags><Items><Tag><Key>owner</Key><Value>us</Value></Tag></Items></Tags>";

async function distribution(world: FakeWorld, more = "", enabled = true) {
  const body = `<DistributionConfigWithTags xmlns="x"><DistributionConfig>${config(more, enabled)}</DistributionConfig>${TAGS}</DistributionConfigWithTags>`;
  const reply = await send(world, "CreateDistributionWithTags", `${API}/distribution?WithTags`, body);
  const root = parseXml(reply.body);
  const id = textAt(root, "Id") ?? "";
  return { reply, root, id, path: `${API}/distribution/${id}`, name: textAt(root, "DomainName") ?? "" };
}

async function policy(world: FakeWorld, name = "headers") {
  const body = `<ResponseHeadersPolicyConfig><Name>${name}</Name></ResponseHeadersPolicyConfig>`;
  return send(world, "CreateResponseHeadersPolicy", `${API}/response-headers-policy`, body);
}

describe("a distribution on the sandbox", () => {
  it("answers lists that it was not given as empty ones, as CloudFront does", async () => {
    const { reply } = await distribution(newWorld());
    expect(String(reply.body)).toContain("<OriginGroups><Quantity>0</Quantity></OriginGroups>");
    expect(String(reply.body)).toContain("<Aliases><Quantity>1</Quantity>");
  });

  it("comes back as it was put, deployed, with a name, an ARN and its tags", async () => {
    const world = newWorld();
    const { root, id, path } = await distribution(world);
    expect(id).toMatch(/^E[A-Z0-9]{13}$/);
    expect(textAt(root, "Status")).toBe("Deployed");
    expect(textAt(root, "DomainName")).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/);
    expect(textAt(root, "ARN")).toBe(`arn:aws:cloudfront::123456789012:distribution/${id}`);
    const read = parseXml((await send(world, "GetDistribution", path)).body);
    expect(read).toEqual(root);
    const tags = await send(world, "ListTagsForResource", `${API}/tagging?Resource=${textAt(root, "ARN")}`);
    expect(tags.body).toContain("<Key>owner</Key><Value>us</Value>");
  });

  it("is listed without what a list leaves out, until it is deleted", async () => {
    const world = newWorld();
    const { id, path, reply } = await distribution(world);
    const list = await send(world, "ListDistributions", `${API}/distribution`);
    expect(list.body).toContain(`<Id>${id}</Id>`);
    expect(list.body).not.toContain("CallerReference");
    const etag = reply.headers.etag ?? "";
    expect((await send(world, "DeleteDistribution", path, "", { "if-match": etag })).status).toBe(204);
    expect((await send(world, "GetDistribution", path)).body).toContain("NoSuchDistribution");
  });

  it("refuses a change of a version that is no longer there, and one that names none", async () => {
    const world = newWorld();
    const { path, reply } = await distribution(world);
    const etag = reply.headers.etag ?? "";
    const change = (match: Record<string, string>) =>
      send(
        world,
        "UpdateDistribution",
        `${path}/config`,
        `<DistributionConfig>${config("", false)}</DistributionConfig>`,
        match,
      );

    const changed = await change({ "if-match": etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.etag).not.toBe(etag);
    expect((await change({ "if-match": etag })).status).toBe(412);
    expect((await change({})).body).toContain("InvalidIfMatchVersion");
  });

  it("refuses a second one of the same caller's reference", async () => {
    const world = newWorld();
    await distribution(world);
    expect((await distribution(world)).reply.body).toContain("DistributionAlreadyExists");
  });
});

describe("a policy on the sandbox", () => {
  it("refuses a second one of its name", async () => {
    const world = newWorld();
    expect((await policy(world)).status).toBe(201);
    expect((await policy(world)).body).toContain("ResponseHeadersPolicyAlreadyExists");
    expect((await policy(world, "others")).status).toBe(201);
  });

  it("refuses to be deleted while a distribution uses it", async () => {
    // given
    const world = newWorld();
    const made = await policy(world);
    const id = textAt(parseXml(made.body), "Id") ?? "";
    const used = await distribution(world, `<ResponseHeadersPolicyId>${id}</ResponseHeadersPolicyId>`);
    const remove = () =>
      send(world, "DeleteResponseHeadersPolicy", `${API}/response-headers-policy/${id}`, "", {
        "if-match": made.headers.etag ?? "",
      });

    // then
    expect((await remove()).body).toContain("ResponseHeadersPolicyInUse");
    await send(world, "DeleteDistribution", used.path, "", { "if-match": used.reply.headers.etag ?? "" });
    expect((await remove()).status).toBe(204);
  });
});

describe("where a distribution goes", () => {
  it("is the origin of its default behaviour, for the hosts that it knows", async () => {
    const world = newWorld();
    const { name } = await distribution(world);
    expect(edgeAnswer(world, name, "www.example.com")).toEqual({ origin: "origin.example.com" });
    expect(edgeAnswer(world, name, "shop.example.com")).toEqual({
      refused: expect.stringContaining("no alias for shop.example.com"),
    });
  });

  it("is nowhere while it is disabled, and unknown for a name that is none of ours", async () => {
    const world = newWorld();
    const { name } = await distribution(world, "", false);
    expect(edgeAnswer(world, name, "www.example.com")).toEqual({
      refused: expect.stringContaining("disabled"),
    });
    expect(edgeAnswer(world, "d0.cloudfront.net", "www.example.com")).toBeUndefined();
    expect(edgeAnswer(newWorld(), name, "www.example.com")).toBeUndefined();
  });
});
