import { describe, expect, it } from "vitest";
import { FakeKms } from "../testing/fakeKms.ts";

const DAY_MS = 86_400_000;
const arn = (region: string, id: string) => `arn:aws:kms:${region}:123456789012:key/${id}`;
const listed = (answer: Record<string, unknown>) =>
  (answer.Aliases as { AliasName: string; TargetKeyId?: string }[]).map((alias) => [
    alias.AliasName,
    alias.TargetKeyId,
  ]);

describe("a multi-Region key", () => {
  it("is shown in each region as what it is there, with both lists", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();
    const lists = {
      PrimaryKey: { Arn: arn("us-east-1", id), Region: "us-east-1" },
      ReplicaKeys: [{ Arn: arn("eu-west-1", id), Region: "eu-west-1" }],
    };

    const primary = await kms.metadata("us-east-1", id);
    const replica = await kms.metadata("eu-west-1", arn("eu-west-1", id));

    expect(primary).toMatchObject({
      Arn: arn("us-east-1", id),
      MultiRegionConfiguration: { MultiRegionKeyType: "PRIMARY", ...lists },
    });
    expect(replica).toMatchObject({
      Arn: arn("eu-west-1", id),
      MultiRegionConfiguration: { MultiRegionKeyType: "REPLICA", ...lists },
    });
  });

  it("has a policy and a description of its own in every region", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();
    await kms.call("eu-west-1", "PutKeyPolicy", { KeyId: id, Policy: "changed" });

    const policies = await Promise.all(
      ["us-east-1", "eu-west-1"].map((region) => kms.call(region, "GetKeyPolicy", { KeyId: id })),
    );

    expect(policies.map(({ answer }) => answer.Policy)).toEqual(["own", "changed"]);
    expect((await kms.metadata("us-east-1", id)).Description).toBe("first");
    expect((await kms.metadata("eu-west-1", id)).Description).toBe("second");
  });

  it("gets the default policy in a region for which none is given", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();
    await kms.call("us-east-1", "ReplicateKey", { KeyId: id, ReplicaRegion: "us-west-2" });

    expect((await kms.call("us-west-2", "GetKeyPolicy", { KeyId: id })).answer.Policy).toBe("default");
  });

  it("is rotated everywhere when its primary is", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();
    await kms.call("us-east-1", "EnableKeyRotation", { KeyId: id });

    const { answer } = await kms.call("eu-west-1", "GetKeyRotationStatus", { KeyId: id });

    expect(answer.KeyRotationEnabled).toBe(true);
  });

  it("refuses rotation to be set on a replica", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();

    const refused = await kms.call("eu-west-1", "EnableKeyRotation", { KeyId: id });

    expect(refused.code).toBe("UnsupportedOperationException");
  });

  it("fails to be found where it does not stand, and by another region's ARN", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();

    expect((await kms.call("us-west-2", "DescribeKey", { KeyId: id })).code).toBe("NotFoundException");
    expect((await kms.call("eu-west-1", "DescribeKey", { KeyId: arn("us-east-1", id) })).code).toBe(
      "NotFoundException",
    );
  });

  it("moves its primary to a region with a replica, and refuses one without", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();
    const move = (PrimaryRegion: string) =>
      kms.call("us-east-1", "UpdatePrimaryRegion", { KeyId: id, PrimaryRegion });

    expect((await move("us-west-2")).code).toBe("UnsupportedOperationException");
    expect((await move("eu-west-1")).status).toBe(200);
    expect(await kms.metadata("us-east-1", id)).toMatchObject({
      MultiRegionConfiguration: { MultiRegionKeyType: "REPLICA", PrimaryKey: { Region: "eu-west-1" } },
    });
  });
});

describe("ReplicateKey", () => {
  const again = { ReplicaRegion: "eu-west-1" };

  it.each([
    ["a region that has the key", "us-east-1", again, "AlreadyExistsException"],
    ["the primary's own region", "us-east-1", { ReplicaRegion: "us-east-1" }, "AlreadyExistsException"],
    ["a call on a replica", "eu-west-1", { ReplicaRegion: "us-west-2" }, "UnsupportedOperationException"],
  ])("refuses %s", async (_what, region, body, code) => {
    const kms = new FakeKms();
    const id = await kms.pair();

    expect((await kms.call(region, "ReplicateKey", { KeyId: id, ...body })).code).toBe(code);
  });

  it("fails for a region that is lost", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();
    kms.world.lose("us-west-2");

    const failed = await kms.call("us-east-1", "ReplicateKey", { KeyId: id, ReplicaRegion: "us-west-2" });

    expect(failed).toMatchObject({ status: 503, code: "DependencyTimeoutException" });
  });

  it("refuses a primary that is disabled", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();
    await kms.call("us-east-1", "DisableKey", { KeyId: id });

    const refused = await kms.call("us-east-1", "ReplicateKey", { KeyId: id, ReplicaRegion: "us-west-2" });

    expect(refused.code).toBe("KMSInvalidStateException");
  });
});

describe("aliases of multi-Region keys", () => {
  it("stand under one name in two regions, each for the key there", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();
    for (const region of ["us-east-1", "eu-west-1"]) {
      const made = await kms.call(region, "CreateAlias", { AliasName: "alias/orders", TargetKeyId: id });
      expect(made.status).toBe(200);
      expect((await kms.metadata(region, "alias/orders")).Arn).toBe(arn(region, id));
      const { answer } = await kms.call(region, "ListAliases");
      expect(listed(answer)).toEqual([
        ["alias/aws/rds", undefined],
        ["alias/orders", id],
      ]);
    }
  });

  it("go to another key and away", async () => {
    const kms = new FakeKms();
    const [first, second] = [await kms.pair(), await kms.pair()];
    const AliasName = "alias/orders";
    await kms.call("eu-west-1", "CreateAlias", { AliasName, TargetKeyId: first });
    await kms.call("eu-west-1", "UpdateAlias", { AliasName, TargetKeyId: arn("eu-west-1", second) });
    const moved = await kms.call("eu-west-1", "ListAliases", { KeyId: second });
    await kms.call("eu-west-1", "DeleteAlias", { AliasName });

    expect(listed(moved.answer)).toEqual([[AliasName, second]]);
    expect(listed((await kms.call("eu-west-1", "ListAliases", { KeyId: second })).answer)).toEqual([]);
  });

  it.each([
    ["a name that is taken", "alias/orders", "AlreadyExistsException"],
    ["a name of AWS's own", "alias/aws/orders", "NotAuthorizedException"],
    ["a name with a space", "alias/my orders", "InvalidAliasNameException"],
  ])("refuse %s", async (_what, AliasName, code) => {
    const kms = new FakeKms();
    const TargetKeyId = await kms.pair();
    await kms.call("us-east-1", "CreateAlias", { AliasName: "alias/orders", TargetKeyId });

    expect((await kms.call("us-east-1", "CreateAlias", { AliasName, TargetKeyId })).code).toBe(code);
  });
});

describe("deletion", () => {
  it("of a primary waits until its last replica is gone", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();
    const scheduled = await kms.call("us-east-1", "ScheduleKeyDeletion", { KeyId: id });
    const waiting = (await kms.metadata("us-east-1", id)).KeyState;
    await kms.call("eu-west-1", "ScheduleKeyDeletion", { KeyId: id, PendingWindowInDays: 7 });
    kms.world.clock.advance(7 * DAY_MS);

    expect(scheduled.answer).toMatchObject({ KeyState: "PendingReplicaDeletion", PendingWindowInDays: 30 });
    expect(waiting).toBe("PendingReplicaDeletion");
    expect((await kms.metadata("us-east-1", id)).KeyState).toBe("PendingDeletion");
    expect((await kms.call("eu-west-1", "DescribeKey", { KeyId: id })).code).toBe("NotFoundException");
  });

  it("of a replica is taken back by a cancellation", async () => {
    const kms = new FakeKms();
    const id = await kms.pair();
    await kms.call("eu-west-1", "ScheduleKeyDeletion", { KeyId: id, PendingWindowInDays: 7 });
    await kms.call("eu-west-1", "CancelKeyDeletion", { KeyId: id });
    kms.world.clock.advance(8 * DAY_MS);

    expect((await kms.metadata("eu-west-1", id)).KeyState).toBe("Disabled");
  });
});

describe("keys of one region", () => {
  it("are left to the emulator", async () => {
    const kms = new FakeKms();
    const { answer } = await kms.call("us-east-1", "CreateKey");
    const id = String((answer.KeyMetadata as Record<string, unknown>).KeyId);

    expect(await kms.metadata("us-east-1", id)).toMatchObject({
      MultiRegionConfiguration: { MultiRegionKeyType: "WRONG" },
    });
  });
});
