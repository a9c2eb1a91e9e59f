import { dependingOn, type Evaluated, plain, scalar, unknown } from "./evaluated.ts";
import type { BinaryOperator } from "./syntax.ts";

/** `left operator right`; `!` looks at `right` alone. */
export function arithmetic(operator: BinaryOperator | "!", left: Evaluated, right: Evaluated): Evaluated {
  return dependingOn(result(operator, left, right), left, right);
}

function result(operator: BinaryOperator | "!", left: Evaluated, right: Evaluated): Evaluated {
  const [a, b] = [plain(left), plain(right)];
  // One known side can decide already.
  if (operator === "&&" && (a === false || b === false)) return scalar(false);
  if (operator === "||" && (a === true || b === true)) return scalar(true);
  if (a === undefined || b === undefined) {
    const unclear = [left, right].find(({ value }) => value.kind === "unknown")?.value;
    return unknown(unclear?.kind === "unknown" ? unclear.reason : "expression");
  }
  if (operator === "==") return scalar(JSON.stringify(a) === JSON.stringify(b));
  if (operator === "!=") return scalar(JSON.stringify(a) !== JSON.stringify(b));
  if (operator === "!") return typeof b === "boolean" ? scalar(!b) : unknown("expression");
  if (operator === "&&" || operator === "||") {
    return typeof a === "boolean" && typeof b === "boolean"
      ? scalar(operator === "&&" ? a && b : a || b)
      : unknown("expression");
  }
  const [x, y] = [Number(a), Number(b)];
  if (a === null || b === null || Number.isNaN(x) || Number.isNaN(y)) return unknown("expression");
  const number = numeric(operator, x, y);
  return typeof number === "number" && !Number.isFinite(number) ? unknown("expression") : scalar(number);
}

function numeric(operator: "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%", x: number, y: number) {
  switch (operator) {
    case "<":
      return x < y;
    case "<=":
      return x <= y;
    case ">":
      return x > y;
    case ">=":
      return x >= y;
    case "+":
      return x + y;
    case "-":
      return x - y;
    case "*":
      return x * y;
    case "/":
      return x / y;
    case "%":
      return x % y;
  }
}
