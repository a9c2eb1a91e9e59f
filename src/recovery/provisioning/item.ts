import { TERRAFORM_OVERHEAD } from "../timing/table.ts";
import type { Link } from "./criticalPath.ts";
import type { PathItem } from "./prediction.ts";

/** A link of a path as it is shown. */
export function itemOf({ stack, task }: Pick<Link, "stack" | "task">): PathItem {
  const { id: figure, typical, pessimistic, origin } = task?.figure ?? TERRAFORM_OVERHEAD;
  return {
    address: task?.resource.address ?? "terraform",
    type: task?.resource.type ?? TERRAFORM_OVERHEAD.type,
    stack: stack.id,
    ...(stack.region === undefined ? {} : { region: stack.region }),
    figure,
    typical,
    pessimistic,
    origin,
  };
}
