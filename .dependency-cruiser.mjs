/**
 * The import rule of ARCHITECTURE.md: each folder of src/ and what it may import besides itself.
 * A folder that is missing here may import nothing; a new folder is added here first.
 */
const MAY_IMPORT = {
  lib: [],
  guardrails: ["lib"],
  config: ["guardrails", "lib"],
  constructs: ["guardrails", "lib"],
  stacks: ["config", "constructs", "guardrails", "lib", "runbooks"],
  graph: ["lib"],
  access: ["graph", "lib"],
  cost: ["graph", "lib"],
  bill: ["aws", "lib"],
  aws: ["lib"],
  terraform: ["lib"],
  sandbox: ["lib", "aws"],
  runbooks: ["lib", "aws"],
  host: ["lib"],
  recovery: ["graph", "lib", "runbooks"],
  report: ["lib"],
  actions: [
    "access",
    "aws",
    "bill",
    "config",
    "constructs",
    "cost",
    "graph",
    "host",
    "lib",
    "recovery",
    "report",
    "runbooks",
    "sandbox",
    "stacks",
    "terraform",
  ],
  cli: ["actions", "host", "lib"],
};

const folders = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `${folder}-imports-only-${["itself", ...allowed].join("-")}`,
  severity: "error",
  comment: "The import rule runs one way; see ARCHITECTURE.md.",
  // A test may reach wider, and what is there for tests only: they put parts together that the sources keep apart.
  from: { path: `^src/${folder}/`, pathNot: "\\.test\\.ts$|/testing/" },
  to: { path: "^src/", pathNot: `^src/(${[folder, ...allowed].join("|")})/` },
}));

export default {
  forbidden: [
    ...folders,
    {
      name: "folder-has-a-rule",
      severity: "error",
      comment: "Every folder of src/ stands in MAY_IMPORT.",
      from: { path: "^src/[^/]+/", pathNot: `^src/(${Object.keys(MAY_IMPORT).join("|")})/` },
      to: {},
    },
    {
      name: "through-the-face",
      severity: "error",
      comment: "Another folder is entered through its index.ts; the rest is private to it.",
      from: { path: "^src/([^/]+)/", pathNot: "\\.test\\.ts$|/testing/" },
      to: { path: "^src/([^/]+)/.+", pathNot: ["^src/$1/", "^src/[^/]+/index\\.ts$"] },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
    },
  },
};
