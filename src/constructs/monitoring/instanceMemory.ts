/** GiB for each vCPU, by the family's letter. AWS: "Amazon RDS DB instance classes", hardware specifications, read November 2026. */
const GIB_PER_VCPU: Readonly<Record<string, number>> = { m: 4, r: 8, x: 16 };

/** The t families do not follow the rule of the others. */
const BURSTABLE_GIB: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
};

/** GiB of memory of a database class, `db.r6g.large` 16. Undefined for a class that follows no rule that is known here. */
export function instanceMemoryGib(instanceClass: string): number | undefined {
  const [, family = "", size = ""] = instanceClass.split(".");
  if (family.startsWith("t")) return BURSTABLE_GIB[size];
  const perVcpu = GIB_PER_VCPU[family.slice(0, 1)];
  const vcpus = size === "large" ? 2 : 4 * Number(/^(\d*)xlarge$/.exec(size)?.[1] || 1);
  const known = size === "large" || /^\d*xlarge$/.test(size);
  return perVcpu === undefined || !known ? undefined : perVcpu * vcpus;
}
