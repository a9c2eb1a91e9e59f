import { statesProblems } from "../../lib/index.ts";
import type { AwsCall, AwsReply } from "../call.ts";
import type { Overlay } from "../overlay.ts";
import { jsonBody, jsonReply } from "../wire/index.ts";
import { arrive } from "./eventbridge/index.ts";

/** What the provider asks for at every plan and the emulator lacks: the validation of a definition, and its versions. */
export const statesValidation: Overlay = {
  name: "states-validation",
  service: "states",
  grade: "validated",
  models:
    "Whether a definition is Amazon States Language whose states lead to each other and end. Leaves out paths, conditions and the parameters of tasks. A machine has no published versions: ours publish none. Executions are the emulator's; those that an event of another region begins are there when they are listed.",
  async handle(call, world) {
    switch (call.action) {
      case "ListExecutions":
        await arrive(world);
        return undefined;
      case "ValidateStateMachineDefinition":
        return validate(call);
      case "ListStateMachineVersions":
        return jsonReply(call, { stateMachineVersions: [] });
      default:
        return undefined;
    }
  },
};

function validate(call: AwsCall): AwsReply {
  const problems = problemsOf(String(jsonBody(call).definition));
  const diagnostics = problems.map(({ where, says }) => ({
    severity: "ERROR",
    code: "SCHEMA_VALIDATION_FAILED",
    message: `Wanted ${says}`,
    location: `/${where.replaceAll(".", "/")}`,
  }));
  return jsonReply(call, { result: diagnostics.length === 0 ? "OK" : "FAIL", diagnostics, truncated: false });
}

function problemsOf(text: string): ReturnType<typeof statesProblems> {
  try {
    return statesProblems(JSON.parse(text));
  } catch {
    return [{ where: "", says: "JSON" }];
  }
}
