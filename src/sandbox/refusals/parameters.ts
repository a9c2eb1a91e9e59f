import type { AwsCall } from "../call.ts";
import type { Refusal, World } from "../overlay.ts";
import { askJson, jsonBody } from "../wire/index.ts";

const pattern: Refusal = {
  id: "ssm-value-not-of-pattern",
  service: "ssm",
  actions: ["PutParameter"],
  rule: "A parameter with an allowed pattern takes no value that is not of it.",
  source: "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html",
  async check(call, world) {
    const { AllowedPattern, Value } = jsonBody(call);
    const allowed = AllowedPattern === undefined ? await patternOf(call, world) : String(AllowedPattern);
    return allowed === undefined || new RegExp(allowed).test(String(Value))
      ? undefined
      : {
          status: 400,
          code: "ParameterPatternMismatchException",
          message: `Parameter value, cannot be validated against allowedPattern: ${allowed}`,
        };
  },
};

/** The pattern that the parameter was given before. */
async function patternOf(call: AwsCall, world: World): Promise<string | undefined> {
  const { Name } = jsonBody(call);
  const place = { account: call.account, region: call.signedRegion };
  const answer = await askJson(world, place, "ssm", "DescribeParameters", {
    ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [Name] }],
  });
  const [known] = (answer?.Parameters ?? []) as readonly { readonly AllowedPattern?: string }[];
  return known?.AllowedPattern;
}

export const parameterRefusals: readonly Refusal[] = [pattern];
