import { type Edge, type Resource, ResourceGraph } from "../../../graph/index.ts";
import type { OrderedStack } from "../work.ts";

export const ONE_STACK: readonly OrderedStack[] = [
  { id: "only", scope: { kind: "region", region: "eu-west-1" }, dependsOn: [] },
];

export interface Given {
  readonly stack: string;
  readonly name: string;
  readonly type: string;
  readonly needs?: readonly string[];
}

/** A graph of what is given; `needs` are ids, `<stack>:<type>.<name>`. */
export function graph(given: readonly Given[]): ResourceGraph {
  const id = ({ stack, type, name }: Given) => `${stack}:${type}.${name}`;
  const resources = given.map(
    (each): Resource => ({
      id: id(each),
      stack: each.stack,
      address: `${each.type}.${each.name}`,
      mode: "managed",
      type: each.type,
      name: each.name,
      module: "",
      provider: "registry.terraform.io/hashicorp/aws",
      instances: "one",
      values: { known: {}, unknown: {}, sensitive: [] },
      tags: {},
    }),
  );
  const edges = given.flatMap((each) =>
    (each.needs ?? []).map((to): Edge => ({ from: id(each), to, kind: "reference", via: "some" })),
  );
  return new ResourceGraph({ source: { kind: "stacks", name: "test" }, resources, edges, notices: [] });
}

/** So many resources in one stack; `needs[i]` are the numbers that the i-th waits for. */
export function graphOf(count: number, needs: readonly (readonly number[])[]): ResourceGraph {
  return graph(
    Array.from({ length: count }, (_, number) => ({
      stack: "only",
      type: "aws_thing",
      name: String(number),
      needs: (needs[number] ?? []).map((other) => `only:aws_thing.${other}`),
    })),
  );
}
