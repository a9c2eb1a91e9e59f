import type { Refusal } from "../overlay.ts";
import { jsonBody } from "../wire/index.ts";
import { keyIsUsable } from "./lookups.ts";

const key: Refusal = {
  id: "ecr-repository-key-not-usable",
  service: "ecr",
  actions: ["CreateRepository"],
  rule: "The key that encrypts a repository exists, enabled, in the region of the repository.",
  source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EncryptionConfiguration.html",
  async check(call, world) {
    const configuration = jsonBody(call).encryptionConfiguration as Record<string, unknown> | undefined;
    const named = configuration?.kmsKey;
    if (typeof named !== "string") return undefined;
    if (await keyIsUsable(world, { account: call.account, region: call.signedRegion }, named))
      return undefined;
    return {
      status: 400,
      code: "KmsException",
      message: `The KMS key '${named}' is no enabled key of ${call.signedRegion}`,
    };
  },
};

export const ecrRefusals: readonly Refusal[] = [key];
