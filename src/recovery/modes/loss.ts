import { DEPENDENCIES } from "../subject/dependencies.ts";
import type { RecoverySubject } from "../subject/subject.ts";

/** Something that can go away. */
export type Loss =
  | { readonly kind: "region" | "zone" | "key-region"; readonly region: string }
  /** The instance that writes, in the region that writes. */
  | { readonly kind: "writer"; readonly region: string; readonly store: string }
  | { readonly kind: "dependency"; readonly region: string; readonly service: string }
  /** Two regions of one home cannot reach each other; both are up, and customers reach both. */
  | { readonly kind: "partition"; readonly region: string; readonly from: string }
  | { readonly kind: "dns-control-plane" | "iam-control-plane" };

export type LossKind = Loss["kind"];

/** Unique text of a loss: `region us-east-1`. */
export function lossText(loss: Loss): string {
  switch (loss.kind) {
    case "region":
      return `region ${loss.region}`;
    case "zone":
      return `a zone of ${loss.region}`;
    case "key-region":
      return `keys of ${loss.region}`;
    case "writer":
      return `writer of ${loss.store}`;
    case "dependency":
      return `${DEPENDENCIES.find(({ id }) => id === loss.service)?.name ?? loss.service} in ${loss.region}`;
    case "partition":
      return `${loss.region} and ${loss.from} apart`;
    case "dns-control-plane":
      return "Route 53 control plane (us-east-1)";
    case "iam-control-plane":
      return "IAM control plane (us-east-1)";
  }
}

/** Every loss that is looked at, in the order in which they are shown. */
export function lossesOf(subject: RecoverySubject): readonly Loss[] {
  const { regions, stores } = subject;
  const each = <Kind extends "region" | "zone" | "key-region">(kind: Kind) =>
    regions.map(({ name }) => ({ kind, region: name }));
  const writers = stores.flatMap(({ id, writes, regions: [first], engine }): readonly Loss[] =>
    first === undefined || writes === "every" || engine === "memcached"
      ? []
      : [{ kind: "writer", store: id, region: first }],
  );
  const partitions = regions.flatMap(({ name, home }, index) =>
    regions
      .slice(index + 1)
      .filter((other) => other.home === home)
      .map((other): Loss => ({ kind: "partition", region: name, from: other.name })),
  );
  const dependencies = regions.flatMap(({ name, leansOn }) =>
    leansOn.map((service): Loss => ({ kind: "dependency", region: name, service })),
  );
  return [
    ...each("region"),
    ...each("zone"),
    ...writers,
    ...partitions,
    { kind: "dns-control-plane" },
    { kind: "iam-control-plane" },
    ...each("key-region"),
    ...dependencies,
  ];
}
