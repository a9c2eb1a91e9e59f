import { describe, expect, it } from "vitest";
import type { AwsCall } from "../call.ts";
import type { World } from "../overlay.ts";
import { statesValidation } from "./states.ts";

const NO_WORLD = {} as World;

async function verdict(definition: string, action = "ValidateStateMachineDefinition") {
  const call = {
    id: 1,
    action,
    service: "states",
    headers: { "x-amz-target": `AWSStepFunctions.${action}` },
    body: Buffer.from(JSON.stringify({ definition })),
  } as unknown as AwsCall;
  const reply = await statesValidation.handle(call, NO_WORLD);
  return reply === undefined
    ? undefined
    : (JSON.parse(String(reply.body)) as { result: string; diagnostics: object[] });
}

describe("the validation of definitions", () => {
  it("passes one that holds together", async () => {
    const sound = JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } });
    expect(await verdict(sound)).toEqual({ result: "OK", diagnostics: [], truncated: false });
  });

  it("fails one that does not, and says where", async () => {
    const broken = JSON.stringify({ StartAt: "A", States: { A: { Type: "Wait", Seconds: 1 } } });
    expect(await verdict(broken)).toMatchObject({ result: "FAIL", diagnostics: [{ location: "/States/A" }] });
    expect(await verdict("{")).toMatchObject({ result: "FAIL" });
  });

  it("leaves every other call to the emulator", async () => {
    expect(await verdict("{}", "CreateStateMachine")).toBeUndefined();
  });
});
