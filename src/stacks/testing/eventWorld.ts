import type { JsonObject } from "../../lib/index.ts";
import type { SynthesizedStack } from "../synthesize.ts";
import { patternMatches } from "./eventPatterns.ts";
import { resourcesOf } from "./platforms.ts";

interface Rule {
  readonly region: string;
  readonly name: string;
  readonly pattern: JsonObject;
  readonly targets: readonly string[];
}

/** Where an event came by: buses that it was on, and queues that it ended in, each as often as it did. */
export interface Journey {
  readonly buses: readonly string[];
  readonly queues: readonly string[];
}

/** More legs than any event may make; whoever reaches it goes round. */
const TOO_FAR = 50;

/** For tests: the buses and rules of synthesised stacks, through which events are sent as EventBridge would. */
export class EventWorld {
  readonly #rules: readonly Rule[];

  constructor(stacks: readonly SynthesizedStack[]) {
    const resources = stacks.flatMap((stack) =>
      stack.scope.kind === "region"
        ? resourcesOf(stack).map((resource) => ({
            ...resource,
            region: stack.scope.kind === "region" ? stack.scope.region : "",
          }))
        : [],
    );
    // A queue is spoken of by its resource in the same stack.
    const queues = new Map(
      resources
        .filter(({ type }) => type === "aws_sqs_queue")
        .map(({ region, address, body }) => [
          `${region} \${${address}.arn}`,
          `arn:aws:sqs:${region}:111111111111:${String(body.name)}`,
        ]),
    );
    const targets = resources.filter(({ type }) => type === "aws_cloudwatch_event_target");
    this.#rules = resources
      .filter(({ type, body }) => type === "aws_cloudwatch_event_rule" && "event_bus_name" in body)
      .map(({ region, address, body }) => ({
        region,
        name: String(body.name),
        pattern: JSON.parse(String(body.event_pattern)) as JsonObject,
        targets: targets
          .filter((target) => target.region === region && String(target.body.rule) === `\${${address}.name}`)
          .map((target) => queues.get(`${region} ${String(target.body.arn)}`) ?? String(target.body.arn)),
      }));
  }

  get ruleCount(): number {
    return this.#rules.length;
  }

  /** Follows an event from the bus of a region; `region` in it is where it was published. Throws when it goes round. */
  send(event: JsonObject, onto: string): Journey {
    const buses: string[] = [];
    const queues: string[] = [];
    const waiting = [onto];
    for (let region = waiting.shift(); region !== undefined; region = waiting.shift()) {
      buses.push(region);
      if (buses.length > TOO_FAR) throw new Error(`goes round: ${buses.slice(0, 8).join(", ")} …`);
      for (const rule of this.#rules) {
        if (rule.region !== region || !patternMatches(rule.pattern, event)) continue;
        for (const target of rule.targets) {
          const [, , service, place = "", , what = ""] = target.split(":");
          if (service === "events") waiting.push(place);
          else queues.push(`${place} ${what}`);
        }
      }
    }
    return { buses, queues };
  }
}
