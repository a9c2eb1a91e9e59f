import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsClients } from "./clients.ts";
import { SharedObjects } from "./sharedObjects.ts";
import { ensureStateBucket, hasStateBucket } from "./stateBucket.ts";
import { FakeAws } from "./testing/fakeAws.ts";

const [HERE, THERE] = ["us-east-1", "eu-west-1"];

describe("what is kept in every region", () => {
  let aws: FakeAws;
  let clients: AwsClients;

  beforeEach(async () => {
    aws = await FakeAws.start();
    clients = new AwsClients({
      endpoint: aws.endpoint,
      credentials: { accessKeyId: "111111111111", secretAccessKey: "sandbox" },
      appId: "trireme-sandbox",
    });
  });
  afterEach(async () => {
    clients.destroy();
    await aws.stop();
  });

  const actions = () => aws.calls.map(({ action }) => action);

  describe("the bucket of states", () => {
    it("is made private, versioned and encrypted, and then left as it is", async () => {
      expect(await ensureStateBucket(clients.in(THERE), "states")).toBe("made");
      expect(actions()).toEqual([
        "HEAD bucket",
        "PUT bucket",
        "PUT publicAccessBlock",
        "PUT versioning",
        "PUT encryption",
      ]);

      expect(await ensureStateBucket(clients.in(THERE), "states")).toBe("there");
      expect(actions().slice(5)).toEqual(["HEAD bucket"]);
    });

    it("names its region, but in us-east-1, where S3 refuses that", async () => {
      await ensureStateBucket(clients.in(THERE), "states");
      await ensureStateBucket(clients.in(HERE), "states");
      const made = aws.calls.filter(({ action }) => action === "PUT bucket");
      expect(made.map(({ region }) => region)).toEqual([THERE, HERE]);
      expect(made[0]?.body).toContain(`<LocationConstraint>${THERE}</LocationConstraint>`);
      expect(made[1]?.body).not.toContain("LocationConstraint");
    });

    it("is looked for without being made", async () => {
      expect(await hasStateBucket(clients.in(THERE), "states")).toBe(false);
      expect(actions()).toEqual(["HEAD bucket"]);
      await ensureStateBucket(clients.in(THERE), "states");
      expect(await hasStateBucket(clients.in(THERE), "states")).toBe(true);
    });

    it("says on whose behalf it calls", async () => {
      await ensureStateBucket(clients.in(THERE), "states");
      expect(new Set(aws.calls.map(({ appId }) => appId))).toEqual(new Set(["trireme-sandbox"]));
    });

    it("fails when the region is gone, within two attempts", async () => {
      aws.lost.add(THERE);
      await expect(ensureStateBucket(clients.in(THERE), "states")).rejects.toThrow();
      expect(aws.calls).toHaveLength(2);
      expect(aws.buckets.size).toBe(0);
    });
  });

  describe("shared objects", () => {
    const opened = async () => {
      const buckets = [
        { region: HERE, bucket: "here" },
        { region: THERE, bucket: "there" },
      ];
      for (const { region, bucket } of buckets) await ensureStateBucket(clients.in(region), bucket);
      aws.calls.length = 0;
      return new SharedObjects({ clients, buckets });
    };

    it("are written to every region, byte for byte the same", async () => {
      const objects = await opened();
      await objects.write("outputs/a.json", { b: 1, a: [true] });
      const [here, there] = [aws.buckets.get(`${HERE}/here`), aws.buckets.get(`${THERE}/there`)];
      expect(here?.get("outputs/a.json")).toBe('{\n  "a": [\n    true\n  ],\n  "b": 1\n}\n');
      expect(there?.get("outputs/a.json")).toBe(here?.get("outputs/a.json"));
    });

    it("are read back, from one region only", async () => {
      const objects = await opened();
      await objects.write("a.json", { a: 1 });
      aws.calls.length = 0;
      expect(await objects.read("a.json")).toEqual({ a: 1 });
      expect(aws.calls.map(({ region }) => region)).toEqual([HERE]);
    });

    it("are undefined when nobody wrote them", async () => {
      expect(await (await opened()).read("nothing.json")).toBeUndefined();
    });

    it("are read and written without a region that is avoided, until it is no longer", async () => {
      const objects = await opened();
      await objects.write("a.json", "before");
      aws.lost.add(HERE);
      objects.avoid([HERE]);
      aws.calls.length = 0;

      await objects.write("a.json", "during");
      expect(await objects.read("a.json")).toBe("during");
      expect(new Set(aws.calls.map(({ region }) => region))).toEqual(new Set([THERE]));

      aws.lost.clear();
      objects.avoid([]);
      expect(await objects.read("a.json")).toBe("before");
    });

    it("are taken away in every region, and taking them away again is no error", async () => {
      const objects = await opened();
      await objects.write("a.json", 1);
      await objects.remove("a.json");
      await objects.remove("a.json");
      expect(await objects.read("a.json")).toBeUndefined();
      expect([...aws.buckets.values()].flatMap((bucket) => [...bucket.keys()])).toEqual([]);
    });

    it("are undefined where no bucket has been made yet, and read past a region that still lacks one", async () => {
      const buckets = [
        { region: HERE, bucket: "here" },
        { region: THERE, bucket: "there" },
      ];
      const objects = new SharedObjects({ clients, buckets });
      expect(await objects.read("a.json")).toBeUndefined();
      await ensureStateBucket(clients.in(THERE), "there");
      aws.buckets.get(`${THERE}/there`)?.set("a.json", "7");
      expect(await objects.read("a.json")).toBe(7);
    });

    it("fail to be written when a region that is not avoided is gone", async () => {
      const objects = await opened();
      aws.lost.add(THERE);
      await expect(objects.write("a.json", 1)).rejects.toThrow();
    });

    it("fail to be read, rather than be undefined, when every region is avoided", async () => {
      const objects = await opened();
      objects.avoid([HERE, THERE]);
      await expect(objects.read("a.json")).rejects.toMatchObject({ code: "no-region-left" });
      await expect(objects.write("a.json", 1)).rejects.toMatchObject({ code: "no-region-left" });
    });
  });
});
