import { leftRuleName, REGION_LEFT, recoveryEventSource } from "../../../constructs/index.ts";
import type { EmulatedShop } from "../../../runbooks/testing/emulatedShop.ts";
import { DEFAULT_ACCOUNT } from "../../../sandbox/index.ts";
import { json } from "../../../sandbox/refusals/cases/caller.ts";
import { leftRegions, namingOf, recoveryMachineIn } from "../../../stacks/index.ts";
import type { DrillSubject } from "../prepare.ts";

const bus = (region: string) => `arn:aws:events:${region}:${DEFAULT_ACCOUNT}:event-bus/default`;

/** What Terraform makes so that a region hears that it is left: rules in both regions, and the machine that they begin. */
export async function emulatedNotices(
  shop: EmulatedShop,
  { project, environment }: DrillSubject,
): Promise<void> {
  const { caller } = shop;
  const { platform } = project;
  const naming = namingOf(platform, environment);
  for (const left of leftRegions({ platform, environment })) {
    const { region } = left;
    const arn = recoveryMachineIn(platform, environment, left);
    await caller.must(
      json("states", region, "CreateStateMachine", {
        name: arn.split(":").at(-1),
        roleArn: `arn:aws:iam::${DEFAULT_ACCOUNT}:role/shut`,
        definition: JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed" } } }),
      }),
    );
    const Name = leftRuleName(naming, region);
    const EventPattern = JSON.stringify({
      source: [recoveryEventSource(naming)],
      "detail-type": [REGION_LEFT],
      detail: { region: [region] },
    });
    for (const [at, target] of [[region, arn], ...left.toldBy.map((by) => [by, bus(region)])] as const) {
      await caller.must(json("events", at, "PutRule", { Name, EventPattern }));
      const Targets = [{ Id: "told", Arn: target, RoleArn: `arn:aws:iam::${DEFAULT_ACCOUNT}:role/told` }];
      await caller.must(json("events", at, "PutTargets", { Rule: Name, Targets }));
    }
  }
}
