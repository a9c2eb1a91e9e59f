/** What is wrong with a state machine, and where: `States.Ask.Next`. */
export interface StatesProblem {
  readonly where: string;
  readonly says: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** How a state of a type ends; the others go on by `Next` or stop by `End`. */
const ENDS = new Set(["Succeed", "Fail"]);
const TYPES = new Set([...ENDS, "Task", "Choice", "Wait", "Pass", "Parallel", "Map"]);

/**
 * What the Amazon States Language forbids of how states hang together, inner machines included: a start that is not
 * there, states that lead nowhere or to a state that is not there, that cannot be reached, or that never end.
 * Paths, conditions and the parameters of tasks are not looked at.
 * Source: https://states-language.net/spec.html, read November 2026.
 */
export function statesProblems(definition: unknown, at = ""): readonly StatesProblem[] {
  const machine = fields(definition);
  const states = fields(machine?.States);
  if (machine === undefined || states === undefined || Object.keys(states).length === 0) {
    return [{ where: `${at}States`, says: "at least one state" }];
  }
  const start = String(machine.StartAt);
  const reached = new Set<string>();
  const problems: StatesProblem[] = [];
  if (!(start in states)) problems.push({ where: `${at}StartAt`, says: `the name of a state, not ${start}` });
  const waiting = [start];
  for (const name of waiting) {
    if (reached.has(name) || !(name in states)) continue;
    reached.add(name);
    waiting.push(...targetsOf(fields(states[name]) ?? {}).map(({ to }) => to));
  }
  for (const [name, value] of Object.entries(states)) {
    const where = `${at}States.${name}`;
    const state = fields(value) ?? {};
    problems.push(...ofState(where, state, states));
    if (start in states && !reached.has(name)) problems.push({ where, says: "a way to it from the start" });
    for (const [place, inner] of innerMachines(state)) {
      problems.push(...statesProblems(inner, `${where}.${place}.`));
    }
  }
  return problems;
}

function ofState(where: string, state: Fields, states: Fields): readonly StatesProblem[] {
  const type = String(state.Type);
  if (!TYPES.has(type)) return [{ where: `${where}.Type`, says: `one of ${[...TYPES].join(", ")}` }];
  const lost = targetsOf(state)
    .filter(({ to }) => !(to in states))
    .map(({ by, to }) => ({ where: `${where}.${by}`, says: `the name of a state, not ${to}` }));
  const goesOn = typeof state.Next === "string";
  const ends = state.End === true;
  if (ENDS.has(type)) {
    return goesOn || ends ? [...lost, { where, says: `neither Next nor End in a ${type}` }] : lost;
  }
  if (type === "Choice") {
    const choices = Array.isArray(state.Choices) ? state.Choices : [];
    return choices.length === 0
      ? [...lost, { where: `${where}.Choices`, says: "at least one choice" }]
      : lost;
  }
  return goesOn === ends ? [...lost, { where, says: "either Next or End: true" }] : lost;
}

/** Where a state may lead, and by which of its fields. */
function targetsOf(state: Fields): readonly { readonly by: string; readonly to: string }[] {
  const named = (by: string, holder: Fields, key: string) =>
    typeof holder[key] === "string" ? [{ by, to: holder[key] }] : [];
  const each = (list: unknown, key: string) =>
    (Array.isArray(list) ? list : []).flatMap((item: unknown, index) =>
      named(`${key}[${index}].Next`, fields(item) ?? {}, "Next"),
    );
  return [
    ...named("Next", state, "Next"),
    ...named("Default", state, "Default"),
    ...each(state.Choices, "Choices"),
    ...each(state.Catch, "Catch"),
  ];
}

function innerMachines(state: Fields): readonly (readonly [string, unknown])[] {
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  const mapped = state.ItemProcessor ?? state.Iterator;
  return [
    ...branches.map((branch: unknown, index) => [`Branches[${index}]`, branch] as const),
    ...(mapped === undefined ? [] : [["ItemProcessor", mapped] as const]),
  ];
}

function fields(value: unknown): Fields | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Fields) : undefined;
}
