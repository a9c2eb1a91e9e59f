import type { ApiCall, Look, Step } from "../runbook.ts";
import type { NamesSwitch } from "./scope.ts";

/** Under what the ARN of the control is kept: AWS chooses it. */
const KEPT = "control";

function call(
  { functionArn, parameter }: NamesSwitch,
  action: string,
  input: ApiCall["input"],
  without: string | undefined,
): ApiCall {
  return {
    service: "route53-recovery-cluster",
    action,
    input,
    cluster: { functionArn, parameter, ...(without === undefined ? {} : { without }) },
  };
}

/** All controls of the cluster, by the names that we chose: this one, and those of which one has to stay off. */
function listed(about: NamesSwitch, without: string | undefined): Look {
  const of = (name: string, take: string) =>
    ({ each: "RoutingControls", where: { field: "RoutingControlName", is: name }, take }) as const;
  return {
    ask: { api: call(about, "ListRoutingControls", {}, without) },
    facts: {
      arn: of(about.control, "RoutingControlArn"),
      state: of(about.control, "RoutingControlState"),
      ...Object.fromEntries(
        about.others.map((other, at) => [otherFact(at), of(other, "RoutingControlState")]),
      ),
    },
    keep: { [KEPT]: "arn" },
  };
}

function otherFact(at: number): string {
  return `other${"abcdefghijklmnop".charAt(at)}`;
}

function set(about: NamesSwitch, to: "On" | "Off", without: string | undefined): ApiCall {
  return call(
    about,
    "UpdateRoutingControlStates",
    { UpdateRoutingControlStateEntries: [{ RoutingControlArn: `{${KEPT}}`, RoutingControlState: to }] },
    without,
  );
}

function steps(
  about: NamesSwitch,
  of: Pick<Step, "id" | "title" | "undo"> & {
    readonly to: "On" | "Off";
    readonly without: string | undefined;
    readonly rules: Step["guard"]["rules"];
    readonly says: string;
  },
): Step {
  const { id, title, undo, to, without, rules, says } = of;
  return {
    id,
    title,
    plane: "data",
    guard: {
      look: listed(about, without),
      rules: [
        {
          when: { fact: "arn", absent: true },
          leads: "stop",
          says: `there is no routing control ${about.control}: apply the stack routing first`,
        },
        {
          when: { fact: "state", has: to },
          leads: "satisfied",
          says: `${about.control} is {state} already`,
        },
        ...rules,
      ],
    },
    action: { kind: "call", call: set(about, to, without) },
    confirmation: {
      look: {
        ask: { api: call(about, "GetRoutingControlState", { RoutingControlArn: `{${KEPT}}` }, without) },
        facts: { state: { at: "RoutingControlState" } },
      },
      until: { fact: "state", is: to },
      says,
    },
    undo,
    budgetSeconds: 120,
    // To set a state that is set changes nothing.
    retry: "safe",
    timing: "names/routing-control",
  };
}

/**
 * Takes a region out of the public names, whatever it answers: its routing control is set on, at any endpoint of the
 * cluster but the one in that region. Where that would leave a home without a region it stops, and says what a person
 * may do: nothing of ours overrides a safety rule.
 */
export function routeAway(region: string, about: NamesSwitch): Step {
  return steps(about, {
    id: `route-away-${region}`,
    title: `Take ${region} out of the names by its routing control`,
    to: "On",
    without: region,
    rules: lastOne(region, about),
    says: `${about.control} is {state}; while it is On no name leads to ${region}`,
    undo: "the failback, or traffic-return, sets the routing control off",
  });
}

/** A rule of ARC would refuse it; so it is said beforehand, with whose control stands in the way. */
function lastOne(region: string, { others }: NamesSwitch): Step["guard"]["rules"] {
  if (others.length === 0) return [];
  return [
    {
      when: { all: others.map((_, at) => ({ fact: otherFact(at), has: "On" })) },
      leads: "stop",
      says: `${others.join(", ")} keep the names away already, and ${region} is the last one left: the safety rule of ARC refuses. Let another region return first. To override the rule is for a person, with aws route53-recovery-cluster update-routing-control-state --safety-rules-to-override`,
    },
  ];
}

/** Lets the names lead to a region again: its health, and the latch where a failover has set it, decide from then on. */
export function routeBack(region: string, about: NamesSwitch): Step {
  return steps(about, {
    id: `route-back-${region}`,
    title: `Let the names lead to ${region} again, as far as its routing control goes`,
    to: "Off",
    without: undefined,
    rules: [],
    says: `${about.control} is {state}; from Off on it keeps nobody away from ${region}`,
    undo: "traffic-shift sets the routing control on again",
  });
}
