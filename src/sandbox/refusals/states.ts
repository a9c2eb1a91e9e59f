import { statesProblems } from "../../lib/index.ts";
import type { Refusal } from "../overlay.ts";
import { jsonBody } from "../wire/index.ts";
import { keyIsUsable } from "./lookups.ts";

const WRITES = ["CreateStateMachine", "UpdateStateMachine"];
const LARGEST = 1_048_576;

const definition: Refusal = {
  id: "states-definition",
  service: "states",
  actions: WRITES,
  rule: "A definition is Amazon States Language of up to 1 MB, whose states lead to each other and end.",
  source: "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html",
  async check(call) {
    const text = jsonBody(call).definition;
    if (text === undefined && call.action === "UpdateStateMachine") return undefined;
    const message = wrongWith(String(text));
    return message === undefined
      ? undefined
      : { status: 400, code: "InvalidDefinition", message: `Invalid State Machine Definition: '${message}'` };
  },
};

function wrongWith(text: string): string | undefined {
  if (text.length > LARGEST) return "TOO_LONG: more than 1048576 characters";
  try {
    const [problem] = statesProblems(JSON.parse(text));
    return problem === undefined
      ? undefined
      : `SCHEMA_VALIDATION_FAILED: wanted ${problem.says} at /${problem.where.replaceAll(".", "/")}`;
  } catch {
    return "INVALID_JSON_DESCRIPTION: no JSON";
  }
}

const key: Refusal = {
  id: "states-key-not-usable",
  service: "states",
  actions: WRITES,
  rule: "The key of a state machine exists, enabled, in its region.",
  source: "https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html",
  async check(call, world) {
    const { type, kmsKeyId } = (jsonBody(call).encryptionConfiguration ?? {}) as {
      type?: string;
      kmsKeyId?: string;
    };
    if (type !== "CUSTOMER_MANAGED_KMS_KEY") return undefined;
    const place = { account: call.account, region: call.signedRegion };
    return kmsKeyId !== undefined && (await keyIsUsable(world, place, kmsKeyId))
      ? undefined
      : {
          status: 400,
          code: "InvalidEncryptionConfiguration",
          message: `KMS key ${String(kmsKeyId)} is not usable`,
        };
  },
};

export const statesRefusals: readonly Refusal[] = [definition, key];
