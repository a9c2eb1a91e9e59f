import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NAMING, policyIn, synthesised, TAGS } from "../testing/synthesised.ts";
import { outsideAlarms, outsideComposite } from "./alarms/outside.ts";
import { Canaries } from "./canary/canaries.ts";
import { CanaryRole } from "./canary/canaryRole.ts";
import { type CanaryVisit, canaryScript } from "./canary/script.ts";
import { zipOf } from "./canary/zip.ts";

const python = await promisify(execFile)("python3", ["--version"]).then(
  () => true,
  () => false,
);
const built = (visits: readonly CanaryVisit[], protect = true) =>
  synthesised((scope) => {
    new Canaries(scope, "canaries", {
      naming: NAMING,
      region: "us-east-1",
      keyArn: "arn:key",
      journeys: [{ journey: "buy", visits }],
      everyMinutes: 5,
      protect,
      tags: TAGS,
    });
  });
const HOME = { url: "https://www.shop.example.com/", status: 200 };

describe("the zip of a canary", () => {
  it.skipIf(!python)(
    `is the same for the same files, and read by a reader that is not ours${python ? "" : " (SKIPPED: no python3)"}`,
    async () => {
      const files = { "canary.js": 'exports.handler = () => "ä";\n', "nodejs/node_modules/canary.js": "2" };
      const zip = zipOf(files);
      expect(zip.equals(zipOf(files))).toBe(true);
      const read = [
        "import base64, io, json, sys, zipfile",
        "z = zipfile.ZipFile(io.BytesIO(base64.b64decode(sys.argv[1])))",
        "assert z.testzip() is None",
        "print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))",
      ].join("\n");
      const { stdout } = await promisify(execFile)("python3", ["-c", read, zip.toString("base64")]);
      expect(JSON.parse(stdout)).toEqual(files);
    },
  );
});

describe("the script of a canary", () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/gone" ? 503 : 200;
    response.end("welcome");
  });
  let base = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  async function run(visits: readonly CanaryVisit[]): Promise<string> {
    const exports: { handler?: () => Promise<string> } = {};
    runInNewContext(canaryScript(visits), { exports, fetch, AbortSignal, console: { log: () => undefined } });
    return (await exports.handler?.()) ?? "no handler";
  }

  it("succeeds where every address answers as it should", async () => {
    expect(await run([{ url: `${base}/`, status: 200, contains: "welcome" }])).toBe("1 visits");
  });

  it("asks for all and fails naming those that failed, and how", async () => {
    const visits = [
      { url: `${base}/gone`, status: 200 },
      { url: `${base}/`, status: 200, contains: "basket" },
      { url: "http://127.0.0.1:9/", status: 200 },
      { url: `${base}/`, status: 200 },
    ];
    await expect(run(visits)).rejects.toThrow(
      `${base}/gone: answered 503, wanted 200; ${base}/: does not contain "basket"; http://127.0.0.1:9/: `,
    );
  });

  it("says what was configured as data, whatever it contains", async () => {
    const contains = ['"; process.exit(1); // `$', "{1}`"].join("");
    await expect(run([{ url: `${base}/`, status: 200, contains }])).rejects.toThrow("does not contain");
  });
});

describe("canaries", () => {
  it("take up a new script by its name, and leave the old one until they have", () => {
    const key = (visits: readonly CanaryVisit[]) => String(built(visits).only("aws_s3_object").key);
    expect(key([HOME])).toBe(key([HOME]));
    expect(key([HOME])).not.toBe(key([{ ...HOME, status: 301 }]));
    expect(built([HOME]).only("aws_synthetics_canary")).toMatchObject({
      name: "shop-production-buy",
      schedule: { expression: "rate(5 minutes)" },
      execution_role_arn: "arn:aws:iam::111111111111:role/shop-production-canaries",
    });
  });

  it("seal what they saw with the region's key, and forget it after a month", () => {
    const made = built([HOME]);
    expect(made.only("aws_synthetics_canary").artifact_config).toEqual({
      s3_encryption: { encryption_mode: "SSE_KMS", kms_key_arn: "arn:key" },
    });
    expect(made.only("aws_s3_bucket_lifecycle_configuration").rule).toMatchObject([
      { filter: [{ prefix: "runs/" }], expiration: [{ days: 31 }] },
    ]);
  });

  it.each([true, false])("are emptied with their bucket unless they are protected (%s)", (protect) => {
    expect(built([HOME], protect).only("aws_s3_bucket").force_destroy).toBe(!protect);
  });

  it("may write below their folder and nothing else", () => {
    const role = synthesised((scope) => {
      new CanaryRole(scope, "role", {
        naming: NAMING,
        regions: ["us-east-1"],
        keyPurposes: ["us"],
        tags: TAGS,
      });
    });
    const { Statement } = policyIn(role.only("aws_iam_role_policy").policy);
    expect(Statement[0]?.Resource).toEqual([
      "arn:aws:s3:::shop-production-canaries-us-east-1-111111111111/runs/*",
    ]);
    const open = Statement.filter(({ Resource, Condition }) => Resource === "*" && Condition === undefined);
    expect(open.map(({ Action }) => Action)).toEqual(["s3:ListAllMyBuckets"]);
  });

  it("are missed when they do not run, and speak through one page", () => {
    const { alarms } = outsideAlarms({ naming: NAMING, journeys: ["browse", "buy"], everyMinutes: 5 });
    expect(alarms.map(({ silence, speaks, periodSeconds }) => [silence, speaks, periodSeconds])).toEqual([
      ["fault", false, 300],
      ["fault", false, 300],
    ]);
    const { rule, meaning } = outsideComposite("us-east-1", "eu-west-1", ["browse", "buy"]);
    expect(rule).toEqual({ any: [{ alarm: "outside-browse" }, { alarm: "outside-buy" }] });
    expect(meaning).toContain("eu-west-1 by its own name");
  });
});
