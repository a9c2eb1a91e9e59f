/**
 * For tests: the part of CloudWatch's metric math that our alarms use: numbers, ids, `+ - * /`, comparisons, `IF`,
 * `FILL`, `MAX`, lists. Periods without data are undefined and make what is computed with them undefined; only
 * `FILL` knows a way out, and `MAX` takes what there is.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html, November 2026.
 */
export type Sample = number | undefined;

/** The value of an expression in one period, of the values that its metrics have in it. Throws on what it cannot read. */
export function metricMath(expression: string, values: Readonly<Record<string, Sample>>): Sample {
  const tokens = expression.match(/>=|<=|==|!=|[A-Za-z_]\w*|\d+(?:\.\d+)?|\S/g) ?? [];
  let at = 0;
  const next = () => tokens[at++];
  const skip = (wanted: string) => {
    const found = next();
    if (found !== wanted) throw new Error(`wanted ${wanted}, found ${found} in ${expression}`);
  };

  function binary(operators: readonly string[], operand: () => Sample | Sample[]) {
    return (): Sample | Sample[] => {
      let left = operand();
      while (operators.includes(tokens[at] ?? "")) {
        const operator = next() ?? "";
        const right = operand();
        left = apply(operator, left as Sample, right as Sample);
      }
      return left;
    };
  }

  function primary(): Sample | Sample[] {
    const token = next() ?? "";
    if (token === "(") {
      const inside = comparison();
      skip(")");
      return inside;
    }
    if (token === "[") return listUntil("]") as Sample[];
    if (/^\d/.test(token)) return Number(token);
    if (tokens[at] !== "(") {
      if (!(token in values)) throw new Error(`no metric ${token} in ${expression}`);
      return values[token];
    }
    skip("(");
    return call(token, listUntil(")"));
  }

  function listUntil(end: string): (Sample | Sample[])[] {
    const found = [comparison()];
    while (tokens[at] === ",") {
      skip(",");
      found.push(comparison());
    }
    skip(end);
    return found;
  }

  const product = binary(["*", "/"], primary);
  const sum = binary(["+", "-"], product);
  const comparison = binary([">", ">=", "<", "<=", "==", "!="], sum);
  const result = comparison() as Sample;
  if (at < tokens.length) throw new Error(`cannot read ${tokens.slice(at).join(" ")} of ${expression}`);
  return result;
}

function apply(operator: string, left: Sample, right: Sample): Sample {
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : left / right;
    case ">=":
      return Number(left >= right);
    case "<=":
      return Number(left <= right);
    case ">":
      return Number(left > right);
    case "<":
      return Number(left < right);
    default:
      return Number((left === right) === (operator === "=="));
  }
}

function call(name: string, given: readonly (Sample | Sample[])[]): Sample {
  const [first, second, third] = given as Sample[];
  switch (name) {
    case "IF":
      return first === undefined ? undefined : first === 0 ? third : second;
    case "FILL":
      return first ?? second;
    case "MAX": {
      const present = (given[0] as Sample[]).filter((value) => value !== undefined);
      return present.length === 0 ? undefined : Math.max(...present);
    }
    default:
      throw new Error(`no function ${name}`);
  }
}
