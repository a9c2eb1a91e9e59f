import { describe, expect, it } from "vitest";
import type { AwsCall } from "../call.ts";
import type { Overlay } from "../overlay.ts";
import { jsonReply } from "../wire/index.ts";
import { cloudFrontOverlay } from "./cloudfront/index.ts";
import { globalAcceleratorOverlay } from "./globalaccelerator/index.ts";
import { guardDutyOverlay } from "./guardduty/index.ts";
import { inspectorOverlay } from "./inspector2/index.ts";
import { macieOverlay } from "./macie2/index.ts";
import { route53HealthAndAnswers } from "./route53/index.ts";
import { securityHubOverlay } from "./securityhub/index.ts";
import { FakeWorld, jsonCall } from "./testing/fakeWorld.ts";

const EAST = "us-east-1";
const WEST = "us-west-2";

/** An overlay over an emulator that knows one thing: a key's spec. */
function start(overlay: Overlay, keySpec = "ECC_NIST_P256") {
  const any = jsonCall("kms", EAST, "DescribeKey", {});
  const world = new FakeWorld(() => jsonReply(any, { KeyMetadata: { KeySpec: keySpec } }));
  return async (
    action: string,
    target: string,
    body: object | string = {},
    replace: Partial<AwsCall> = {},
  ) => {
    const call = { ...jsonCall(overlay.service, EAST, action, {}), target, ...replace };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const reply = await overlay.handle({ ...call, body: Buffer.from(text) }, world);
    return { status: reply?.status, text: reply?.body.toString() ?? "", headers: reply?.headers ?? {} };
  };
}

describe("GuardDuty in the sandbox", () => {
  it("has nearly every plan on in a new detector, and changes those that are put only", async () => {
    const send = start(guardDutyOverlay());
    const { text } = await send("CreateDetector", "/detector", { enable: true });
    const path = `/detector/${JSON.parse(text).detectorId}`;
    await send("UpdateDetector", path, { features: [{ name: "S3_DATA_EVENTS", status: "DISABLED" }] });
    const { features } = JSON.parse((await send("GetDetector", path)).text);
    const off = features.filter(({ status }: { status: string }) => status === "DISABLED");
    expect(off.map(({ name }: { name: string }) => name)).toEqual(["S3_DATA_EVENTS", "RUNTIME_MONITORING"]);
  });

  it("lets an account configure members only where it is the delegated administrator", async () => {
    const send = start(guardDutyOverlay());
    const made = await send("CreateDetector", "/detector", { enable: true });
    const path = `/detector/${JSON.parse(made.text).detectorId}/admin`;
    const configure = () =>
      send("UpdateOrganizationConfiguration", path, { autoEnableOrganizationMembers: "ALL" });
    expect((await configure()).status).toBe(400);
    const admin = { adminAccountId: "123456789012" };
    await send("EnableOrganizationAdminAccount", "/admin/enable", admin, { signedRegion: WEST });
    expect((await configure()).status).toBe(400);
    await send("EnableOrganizationAdminAccount", "/admin/enable", admin);
    expect((await configure()).status).toBe(200);
  });
});

describe("Security Hub in the sandbox", () => {
  const standard = (region: string) => `arn:aws:securityhub:${region}::standards/pci-dss/v/4.0.1`;
  const subscribe = (region: string) => ({
    StandardsSubscriptionRequests: [{ StandardsArn: standard(region) }],
  });

  it("takes standards of its own region, and only once it is on", async () => {
    const send = start(securityHubOverlay());
    expect((await send("BatchEnableStandards", "/standards/register", subscribe(EAST))).status).toBe(401);
    await send("EnableSecurityHub", "/accounts");
    expect((await send("BatchEnableStandards", "/standards/register", subscribe(WEST))).status).toBe(400);
    expect((await send("BatchEnableStandards", "/standards/register", subscribe(EAST))).status).toBe(200);
  });

  it("switches no control off in a standard that the hub is not subscribed to", async () => {
    const send = start(securityHubOverlay());
    await send("EnableSecurityHub", "/accounts");
    const { text } = await send("BatchUpdateStandardsControlAssociations", "/associations", {
      StandardsControlAssociationUpdates: [
        { StandardsArn: standard(EAST), SecurityControlId: "EC2.10", AssociationStatus: "DISABLED" },
      ],
    });
    expect(JSON.parse(text).UnprocessedAssociationUpdates).toHaveLength(1);
  });

  it("has one aggregator for all regions of an account", async () => {
    const send = start(securityHubOverlay());
    const all = { RegionLinkingMode: "ALL_REGIONS" };
    expect((await send("CreateFindingAggregator", "/findingAggregator/create", all)).status).toBe(200);
    const second = await send("CreateFindingAggregator", "/findingAggregator/create", all, {
      signedRegion: WEST,
    });
    expect(second.status).toBe(409);
  });

  it("keeps a policy that holds somewhere", async () => {
    const send = start(securityHubOverlay());
    const made = await send("CreateConfigurationPolicy", "/configurationPolicy/create", { Name: "all" });
    const { Id } = JSON.parse(made.text);
    const Target = { RootId: "r-ab12" };
    const associate = { ConfigurationPolicyIdentifier: Id, Target };
    await send("StartConfigurationPolicyAssociation", "/configurationPolicyAssociation/associate", associate);
    expect((await send("DeleteConfigurationPolicy", `/configurationPolicy/${Id}`)).status).toBe(409);
  });
});

describe("Inspector and Macie in the sandbox", () => {
  it("scan what was asked for, in the region that was asked", async () => {
    const send = start(inspectorOverlay());
    await send("Enable", "/enable", { resourceTypes: ["EC2"] });
    const statusIn = async (signedRegion: string) =>
      JSON.parse((await send("BatchGetAccountStatus", "/status/batch/get", {}, { signedRegion })).text)
        .accounts[0];
    expect((await statusIn(EAST)).resourceState).toMatchObject({
      ec2: { status: "ENABLED" },
      ecr: { status: "DISABLED" },
    });
    expect((await statusIn(WEST)).state.status).toBe("DISABLED");
  });

  it("run no job where Macie is off, and cancel jobs that are not deleted", async () => {
    const send = start(macieOverlay());
    const job = { jobType: "SCHEDULED", clientToken: "1", s3JobDefinition: {} };
    expect((await send("CreateClassificationJob", "/jobs", job)).status).toBe(403);
    await send("EnableMacie", "/macie");
    const { jobId } = JSON.parse((await send("CreateClassificationJob", "/jobs", job)).text);
    await send("UpdateClassificationJob", `/jobs/${jobId}`, { jobStatus: "CANCELLED" });
    expect(JSON.parse((await send("DescribeClassificationJob", `/jobs/${jobId}`)).text).jobStatus).toBe(
      "CANCELLED",
    );
  });
});

describe("the signing of zones in the sandbox", () => {
  const create = (region: string) =>
    `<CreateKeySigningKeyRequest><HostedZoneId>Z1</HostedZoneId><KeyManagementServiceArn>arn:aws:kms:${region}:1:key/1</KeyManagementServiceArn><Name>one</Name><Status>ACTIVE</Status></CreateKeySigningKeyRequest>`;
  const path = "/2013-04-01/keysigningkey";

  it("takes keys of us-east-1 with the right spec only", async () => {
    const send = start(route53HealthAndAnswers);
    expect((await send("CreateKeySigningKey", path, create(WEST))).text).toContain("InvalidKMSArn");
    const symmetric = start(route53HealthAndAnswers, "SYMMETRIC_DEFAULT");
    expect((await symmetric("CreateKeySigningKey", path, create(EAST))).text).toContain("InvalidKMSArn");
    expect((await send("CreateKeySigningKey", path, create(EAST))).status).toBe(201);
  });

  it("begins with an active key, which is not deleted before it is put to rest", async () => {
    const send = start(route53HealthAndAnswers);
    const zone = "/2013-04-01/hostedzone/Z1";
    expect((await send("EnableHostedZoneDNSSEC", `${zone}/enable-dnssec`)).status).toBe(400);
    await send("CreateKeySigningKey", path, create(EAST));
    await send("EnableHostedZoneDNSSEC", `${zone}/enable-dnssec`);
    expect((await send("GetDNSSEC", `${zone}/dnssec`)).text).toContain("SIGNING");
    expect((await send("DeleteKeySigningKey", `${path}/Z1/one`)).text).toContain(
      "InvalidKeySigningKeyStatus",
    );
    await send("DeactivateKeySigningKey", `${path}/Z1/one/deactivate`);
    expect((await send("DeleteKeySigningKey", `${path}/Z1/one`)).status).toBe(200);
  });
});

describe("functions and accelerators in the sandbox", () => {
  it("show what is live apart from what is worked on", async () => {
    const send = start(cloudFrontOverlay);
    const body = (code: string) =>
      `<R><Name>f</Name><FunctionConfig><Comment>c</Comment><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig><FunctionCode>${Buffer.from(code).toString("base64")}</FunctionCode></R>`;
    const made = await send("CreateFunction", "/2020-05-31/function", body("one"));
    const path = "/2020-05-31/function/f";
    expect((await send("GetFunction", `${path}?Stage=LIVE`)).status).toBe(404);
    const headers = { "if-match": String(made.headers.etag) };
    await send("PublishFunction", `${path}/publish`, "", { headers });
    await send("UpdateFunction", path, body("two"), { headers });
    expect((await send("GetFunction", `${path}?Stage=LIVE`)).text).toBe("one");
    expect((await send("GetFunction", path)).text).toBe("two");
  });

  it("keep an accelerator that is enabled or has listeners", async () => {
    const send = start(globalAcceleratorOverlay());
    const made = JSON.parse((await send("CreateAccelerator", "/", { Name: "a" })).text);
    const { AcceleratorArn } = made.Accelerator;
    await send("CreateListener", "/", { AcceleratorArn });
    expect((await send("DeleteAccelerator", "/", { AcceleratorArn })).text).toContain(
      "AssociatedListenerFound",
    );
    const other = JSON.parse((await send("CreateAccelerator", "/", { Name: "b" })).text).Accelerator;
    const gone = { AcceleratorArn: other.AcceleratorArn };
    expect((await send("DeleteAccelerator", "/", gone)).text).toContain("AcceleratorNotDisabled");
    await send("UpdateAccelerator", "/", { ...gone, Enabled: false });
    expect((await send("DeleteAccelerator", "/", gone)).status).toBe(200);
  });
});
