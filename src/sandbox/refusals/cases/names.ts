import { rest, type WireCall } from "./caller.ts";
import { createDistribution } from "./cloudfront.ts";
import type { RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";

function makeFunction(name: string, bytes: number): WireCall {
  const code = Buffer.from("/".repeat(bytes)).toString("base64");
  const body =
    `<CreateFunctionRequest xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Name>${name}</Name>` +
    "<FunctionConfig><Comment>none</Comment><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig>" +
    `<FunctionCode>${code}</FunctionCode></CreateFunctionRequest>`;
  return rest("cloudfront", EAST, "POST", "/2020-05-31/function", body, {
    "content-type": "application/xml",
  });
}

function shield(action: string, body: object): WireCall {
  return rest("shield", EAST, "POST", "/", JSON.stringify(body), {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `AWSShield_20160616.${action}`,
  });
}

export const namesCases: readonly RefusalCase[] = [
  {
    refusal: "cloudfront-function-too-large",
    code: "FunctionSizeLimitExceeded",
    emulator: "fails",
    async prepare() {
      return { refused: makeFunction("large", 10_241), taken: makeFunction("small", 10_240) };
    },
  },
  {
    refusal: "cloudfront-function-not-published",
    code: "InvalidFunctionAssociation",
    emulator: "accepts",
    async prepare(sandbox) {
      const make = async (name: string) => {
        const { etag = "" } = await sandbox.must(makeFunction(name, 10));
        return { arn: `arn:aws:cloudfront::123456789012:function/${name}`, etag };
      };
      const draft = await make("draft");
      const live = await make("live");
      const path = "/2020-05-31/function/live/publish";
      await sandbox.must(rest("cloudfront", EAST, "POST", path, "", { "if-match": live.etag }));
      return {
        refused: createDistribution({ viewerFunction: draft.arn }),
        taken: createDistribution({ viewerFunction: live.arn }),
      };
    },
  },
  {
    refusal: "shield-protection-without-subscription",
    code: "ResourceNotFoundException",
    emulator: "accepts",
    async prepare() {
      const ResourceArn = "arn:aws:route53:::hostedzone/Z1";
      return {
        refused: shield("CreateProtection", { Name: "zone", ResourceArn }),
        taken: shield("CreateSubscription", {}),
      };
    },
  },
];
