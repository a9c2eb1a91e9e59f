import { type Caller, query } from "./caller.ts";
import { makeSubnets, type RefusalCase } from "./refusalCase.ts";

const EAST = "us-east-1";

const elb = (action: string, parameters: Readonly<Record<string, string>>) =>
  query("elasticloadbalancing", EAST, action, parameters);

async function makeListener(sandbox: Caller, Name: string): Promise<string> {
  const { sameZone, otherZone } = await makeSubnets(sandbox, EAST);
  const LoadBalancerArn = await sandbox.field(
    elb("CreateLoadBalancer", { Name, "Subnets.member.1": sameZone[0], "Subnets.member.2": otherZone }),
    "LoadBalancerArn",
  );
  return sandbox.field(
    elb("CreateListener", {
      LoadBalancerArn,
      Port: "80",
      Protocol: "HTTP",
      ...fixed("DefaultActions", "404"),
    }),
    "ListenerArn",
  );
}

const fixed = (list: string, status: string) => ({
  [`${list}.member.1.Type`]: "fixed-response",
  [`${list}.member.1.FixedResponseConfig.StatusCode`]: status,
});

const rule = (ListenerArn: string, Priority: string) =>
  elb("CreateRule", {
    ListenerArn,
    Priority,
    "Conditions.member.1.Field": "path-pattern",
    "Conditions.member.1.PathPatternConfig.Values.member.1": "/healthz",
    ...fixed("Actions", "503"),
  });

export const listenerRuleCases: readonly RefusalCase[] = [
  {
    refusal: "elb-rule-priority",
    code: "ValidationError",
    emulator: "accepts",
    async prepare(sandbox) {
      const listener = await makeListener(sandbox, "priorities");
      return { refused: rule(listener, "50001"), taken: rule(listener, "50000") };
    },
  },
  {
    refusal: "elb-rule-not-found",
    code: "RuleNotFound",
    emulator: "accepts",
    async prepare(sandbox) {
      const listener = await makeListener(sandbox, "rules");
      const RuleArn = await sandbox.field(rule(listener, "7"), "RuleArn");
      const gone = `${RuleArn.slice(0, -4)}0000`;
      return { refused: elb("DeleteRule", { RuleArn: gone }), taken: elb("DeleteRule", { RuleArn }) };
    },
  },
];
