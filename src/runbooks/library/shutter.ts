import type { ApiCall, Condition, Look, Step } from "../runbook.ts";
import { lookingStep } from "./plainSteps.ts";
import type { RegionScope, Shutter } from "./scope.ts";

/** The way to every address: with it the rule turns everybody away. */
const EVERYBODY = "0.0.0.0/0";

/**
 * The network ACL of a region's database subnets, by its name, and whom its rule turns away. An ACL has rules for both ways;
 * none of those that lead out has that number.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html, read November 2026.
 */
function lookAt({ accessList, ruleNumber }: Shutter): Look {
  return {
    ask: {
      api: {
        service: "ec2",
        action: "DescribeNetworkAcls",
        input: { Filters: [{ Name: "tag:Name", Values: [accessList] }] },
      },
    },
    facts: {
      turned: {
        each: "NetworkAcls[0].Entries",
        where: { field: "RuleNumber", is: ruleNumber },
        take: "CidrBlock",
      },
    },
  };
}

/** Keeps the list's id, which AWS chose, as `list`: for its own lane, and as a lane of its own before all others for them. */
export function findShutter(region: string, shutter: Shutter): Step {
  const { accessList } = shutter;
  const { ask } = lookAt(shutter);
  return lookingStep({
    id: "find-access-list",
    title: `Find the network ACL of the database subnets of ${region}`,
    look: {
      ask,
      facts: { list: { each: "NetworkAcls", take: "NetworkAclId" } },
      keep: { list: "list" },
    },
    until: { fact: "list", absent: false },
    says: `${accessList} is {list}`,
    timing: "ec2/look",
  });
}

function isShut(): Condition {
  return { fact: "turned", has: EVERYBODY };
}

/** Closes the database subnets to PostgreSQL: `guard` says when there is nothing to close them for. */
export function shut(
  { region }: Pick<RegionScope, "region">,
  shutter: Shutter,
  { id, title, guard }: Pick<Step, "id" | "title" | "guard">,
): Step {
  return {
    id,
    title,
    plane: "control",
    guard,
    action: { kind: "call", call: turn(shutter, EVERYBODY) },
    confirmation: {
      look: lookAt(shutter),
      until: isShut(),
      says: `rule ${shutter.ruleNumber} of ${shutter.accessList} turns {turned} away from port ${shutter.port}`,
    },
    undo: `the same call with ${shutter.nobody} opens ${region} again`,
    budgetSeconds: 120,
    // It puts the same rule in place of the one that is there.
    retry: "safe",
    timing: "ec2/access-list",
  };
}

/** Opens them again. */
export function open({ region }: Pick<RegionScope, "region">, shutter: Shutter): Step {
  const look = lookAt(shutter);
  const isOpen = { fact: "turned", has: shutter.nobody } as const;
  return {
    id: "open-databases",
    title: `Let PostgreSQL into the database subnets of ${region} again`,
    plane: "control",
    guard: {
      look,
      rules: [
        {
          when: isOpen,
          leads: "satisfied",
          says: `rule ${shutter.ruleNumber} of ${shutter.accessList} turns {turned} away, which is nobody`,
        },
      ],
    },
    action: { kind: "call", call: turn(shutter, shutter.nobody) },
    confirmation: {
      look,
      until: isOpen,
      says: `rule ${shutter.ruleNumber} of ${shutter.accessList} turns {turned} away, which is nobody`,
    },
    undo: "nothing to undo: what Terraform made is as it was",
    budgetSeconds: 120,
    retry: "safe",
    timing: "ec2/access-list",
  };
}

/** Sees that nothing is shut that no recovery is at work on. */
export function isOpenAgain(region: string, shutter: Shutter): Step {
  return lookingStep({
    id: "review-shutter",
    title: `See that the database subnets of ${region} take PostgreSQL`,
    look: lookAt(shutter),
    until: { fact: "turned", has: shutter.nobody },
    says: `rule ${shutter.ruleNumber} of ${shutter.accessList} turns {turned} away, and should turn away nobody: fence-${region} stops what must not write, and opens it`,
    budgetSeconds: 30,
    timing: "ec2/look",
  });
}

/**
 * Replacing needs the rule to be there, and does the same however often it is done: a rule that is made would be refused the
 * second time and, taken away, the third.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclEntry.html, read November 2026. That it holds
 * for open connections as well, ACLs being stateless: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html.
 */
function turn({ ruleNumber, port }: Shutter, range: string): ApiCall {
  return {
    service: "ec2",
    action: "ReplaceNetworkAclEntry",
    input: {
      NetworkAclId: "{list}",
      RuleNumber: ruleNumber,
      Egress: false,
      RuleAction: "deny",
      Protocol: "6",
      PortRange: { From: port, To: port },
      CidrBlock: range,
    },
  };
}
