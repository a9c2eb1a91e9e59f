import { GRADES } from "../../lib/index.ts";
import type { Block, Cell, Section, Standing } from "../../report/index.ts";
import { spoken } from "../../report/index.ts";
import type { PlanSummary, RehearsalResult, StackSummary } from "./result.ts";

/** What was looked at: stacks against moments, regions, plans. */
export function proofSections(result: RehearsalResult): readonly Section[] {
  return [
    {
      title: "What was looked at, stack by stack",
      blocks: [
        {
          kind: "prose",
          text: "A stack is a part of the platform with a Terraform state of its own. It touches one region, or global services, never both. Each row is one stack; each column is something that was done with all of them.",
        },
        matrix(result),
      ],
    },
    { title: "Regions", blocks: [regions(result)] },
    { title: "Plans", blocks: plans(result) },
  ];
}

interface Look {
  readonly standing: Standing;
  readonly text: string;
}

function matrix(result: RehearsalResult): Block {
  const { stacks, plans, lost, environment } = result;
  const places = [...new Set(stacks.map(({ place }) => place))];
  return {
    kind: "matrix",
    caption: "Every stack at every moment of the rehearsal",
    of: "Stack",
    columns: ["Valid", "Applied", "Planned again", `${lost} gone`, `${lost} back`],
    groups: places.map((place) => ({
      label: place,
      rows: stacks
        .filter((stack) => stack.place === place)
        .map((stack) => ({
          label: shortName(stack, environment),
          cells: [
            stack.validated ? good("valid") : open("not shown"),
            applyLook(stack),
            planLook(stack.id, plans.second),
            planLook(stack.id, plans.afterFailover),
            planLook(stack.id, plans.afterFailback),
          ],
        })),
    })),
  };
}

/** A stack's name below its place: `production/us-east-1/network` in us-east-1 is `network`. */
export function shortName(
  { id, place }: { readonly id: string; readonly place: string },
  environment: string,
): string {
  const prefixes = [`${environment}/${place}/`, `${environment}/`];
  const prefix = prefixes.find((each) => id.startsWith(each)) ?? "";
  return id.slice(prefix.length);
}

function good(text: string): Look {
  return { standing: "good", text };
}

function open(text: string): Look {
  return { standing: "open", text };
}

function applyLook({ apply }: StackSummary): Look {
  switch (apply) {
    case "applied":
      return good("applied");
    case "unchanged":
      return good("nothing to do");
    case "failed":
      return { standing: "bad", text: "failed" };
    case "skipped":
      return { standing: "attention", text: "not begun" };
    case "not-reached":
      return open("not reached");
  }
}

function planLook(id: string, plan: PlanSummary | undefined): Look {
  if (plan === undefined) return open("not reached");
  const own = plan.stacks.find((stack) => stack.id === id);
  if (own !== undefined) {
    const { changes } = own;
    return changes.length === 0
      ? good("nothing to do")
      : { standing: "bad", text: `${changes.length} to do` };
  }
  const missing = plan.unplannable.find((stack) => stack.id === id);
  if (missing === undefined) return open("not planned");
  return missing.expected ? open("no plan now") : { standing: "bad", text: "plan failed" };
}

function regions({ regions }: RehearsalResult): Block {
  return {
    kind: "table",
    caption: "What stands where, by grade of proof",
    columns: [
      { head: "Region" },
      { head: "Role on a good day" },
      { head: "Stacks applied", of: "number" },
      { head: "Resources", of: "number" },
      { head: "Standing", of: "number" },
      ...GRADES.filter((grade) => grade !== "measured").map((grade) => ({
        head: grade,
        of: "number" as const,
      })),
      { head: "Apply took", of: "number" },
    ],
    rows: regions.map((region) => [
      region.name,
      region.role,
      `${region.stacksApplied} of ${region.stacks}`,
      number(region.resources),
      number(region.applied),
      ...GRADES.filter((grade) => grade !== "measured").map((grade) => number(region.grades[grade] ?? 0)),
      region.seconds === undefined ? "not begun" : spoken(region.seconds),
    ]),
  };
}

function plans({ plans, lost }: RehearsalResult): readonly Block[] {
  const rows = [
    { name: "planned again after the apply", plan: plans.second },
    { name: `${lost} gone, after the failover`, plan: plans.afterFailover },
    { name: `${lost} back, after the failback`, plan: plans.afterFailback },
  ];
  const wanted = rows.flatMap(({ name, plan }) =>
    (plan?.stacks ?? []).flatMap(({ id, changes }) => changes.map((change) => [change, id, name])),
  );
  const absent = rows.flatMap(({ name, plan }) => absentFrom(name, plan));
  const blocks: Block[] = [
    {
      kind: "prose",
      text: "After a failover Terraform must have nothing to do: which region does which work is a fact of the day and stands nowhere in the configuration. A plan that wants to change something would undo the recovery.",
    },
    {
      kind: "table",
      caption: "Sums over the plans of each moment",
      columns: [
        { head: "Moment" },
        ...["Stacks planned", "Add", "Change", "Replace", "Destroy", "Not planned"].map((head) => ({
          head,
          of: "number" as const,
        })),
      ],
      rows: rows.map(({ name, plan }) => [name, ...sums(plan)]),
    },
  ];
  if (wanted.length > 0) {
    const columns = [{ head: "Change" }, { head: "Stack" }, { head: "Moment" }];
    blocks.push({ kind: "table", caption: "What Terraform still wanted to do", columns, rows: wanted });
  }
  if (absent.length > 0) {
    const columns = [{ head: "Why" }, { head: "Moment" }, { head: "Was that to be so?" }, { head: "Stacks" }];
    blocks.push({ kind: "table", caption: "Stacks without a plan", columns, rows: absent });
  }
  return blocks;
}

/** A row for each reason: many stacks wait for the same region. */
function absentFrom(moment: string, plan: PlanSummary | undefined): readonly (readonly Cell[])[] {
  const reasons = Map.groupBy(plan?.unplannable ?? [], ({ expected, reason }) => `${expected} ${reason}`);
  return [...reasons.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const expected: Cell = first.expected ? "as expected" : { standing: "bad", text: "planning failed" };
    const reason: Cell = { text: first.reason, form: "message" };
    return [[reason, moment, expected, own.map(({ id }) => id).join(", ")]];
  });
}

function sums(plan: PlanSummary | undefined): readonly string[] {
  if (plan === undefined) return ["not reached", "", "", "", "", ""];
  const { stacks, add, change, replace, destroy, unplannable } = plan;
  return [stacks.length, add, change, replace, destroy, unplannable.length].map(number);
}

function number(value: number): string {
  return value.toLocaleString("en");
}
