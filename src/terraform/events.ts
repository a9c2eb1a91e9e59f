import type { Json } from "../lib/index.ts";
import type { PlanCounts, ResourceAction, ResourceChange, TerraformEvent } from "./driver.ts";

/** One finding of Terraform about a configuration, a plan or an apply. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly address: string | undefined;
}

interface StreamOutput {
  readonly sensitive: boolean;
  readonly action?: string;
  readonly value?: Json;
}

/** A line of `terraform … -json`, as far as it is used here (machine-readable UI 1.2, Terraform 1.11). */
interface StreamLine {
  readonly "@message"?: string;
  readonly "@timestamp"?: string;
  readonly type?: string;
  readonly change?: {
    readonly resource?: { readonly addr?: string; readonly resource_type?: string };
    readonly previous_resource?: unknown;
    readonly importing?: unknown;
    readonly action?: string;
  };
  readonly changes?: { readonly add: number; readonly change: number; readonly remove: number };
  readonly hook?: {
    readonly resource?: { readonly addr?: string };
    readonly action?: string;
    readonly elapsed_seconds?: number;
  };
  readonly outputs?: Readonly<Record<string, StreamOutput>>;
  readonly diagnostic?: {
    readonly severity?: string;
    readonly summary?: string;
    readonly detail?: string;
    readonly address?: string;
  };
}

const ACTIONS: Readonly<Record<string, ResourceAction>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  read: "read",
  remove: "forget",
  forget: "forget",
};

/** What the stream of one Terraform operation has told so far. */
export class StreamReport {
  readonly changes: ResourceChange[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly outputs = new Map<string, StreamOutput>();
  readonly durations: { address: string; seconds: number }[] = [];
  /** Lines that are not of the stream: a crash, or a message from before it began. */
  readonly stray: string[] = [];
  summary: { readonly add: number; readonly change: number; readonly remove: number } | undefined;
  /** Time of the last line that Terraform writes only while it holds the state lock. */
  lastUnderLock: string | undefined;

  /** Takes in one line and answers what is worth telling at once. */
  take(text: string): TerraformEvent | undefined {
    if (text.trim() === "") return undefined;
    const line = parsed(text);
    if (line === undefined) {
      this.stray.push(text);
      return undefined;
    }
    if (UNDER_LOCK.has(line.type ?? "")) this.lastUnderLock = line["@timestamp"] ?? this.lastUnderLock;
    switch (line.type) {
      case "planned_change":
        this.#planned(line);
        return undefined;
      case "change_summary":
        this.summary = line.changes;
        return undefined;
      case "outputs":
        for (const [name, output] of Object.entries(line.outputs ?? {})) this.outputs.set(name, output);
        return undefined;
      case "diagnostic":
        return this.#diagnosed(line);
      case "apply_start":
      case "apply_progress":
      case "apply_complete":
      case "apply_errored":
      case "refresh_start":
        return this.#worked(line);
      default:
        return undefined;
    }
  }

  /** Takes in what `validate -json` prints: one document, over many lines. */
  takeValidation(text: string): void {
    const document = parsed(text) as
      | { readonly diagnostics?: readonly StreamLine["diagnostic"][] }
      | undefined;
    if (document?.diagnostics === undefined) return;
    this.stray.length = 0;
    for (const diagnostic of document.diagnostics) {
      if (diagnostic !== undefined) this.#diagnosed({ type: "diagnostic", diagnostic });
    }
  }

  counts(): PlanCounts {
    const count = (action: ResourceAction) =>
      this.changes.filter((change) => change.action === action).length;
    return {
      add: count("create"),
      change: count("update"),
      replace: count("replace"),
      destroy: count("delete"),
    };
  }

  #planned(line: StreamLine): void {
    const change = line.change;
    const address = change?.resource?.addr;
    if (change === undefined || address === undefined) return;
    const action = ACTIONS[change.action ?? ""] ?? (change.importing === undefined ? "move" : "import");
    this.changes.push({ address, type: change.resource?.resource_type ?? "", action });
  }

  #diagnosed(line: StreamLine): TerraformEvent | undefined {
    const found = line.diagnostic;
    if (found === undefined) return undefined;
    const severity = found.severity === "warning" ? "warning" : "error";
    const { summary = "", detail = "", address } = found;
    this.diagnostics.push({ severity, summary, detail, address });
    return { kind: "message", text: summary, ...(address === undefined ? {} : { address }) };
  }

  #worked(line: StreamLine): TerraformEvent | undefined {
    const address = line.hook?.resource?.addr;
    if (address === undefined) return undefined;
    const seconds = line.hook?.elapsed_seconds;
    if (line.type === "apply_complete") this.durations.push({ address, seconds: seconds ?? 0 });
    return {
      kind: KINDS[line.type ?? ""] ?? "message",
      address,
      text: line["@message"] ?? address,
      ...(seconds === undefined ? {} : { seconds }),
    };
  }
}

const KINDS: Readonly<Record<string, TerraformEvent["kind"]>> = {
  apply_start: "resource-started",
  apply_progress: "resource-running",
  apply_complete: "resource-done",
  apply_errored: "resource-failed",
};

const UNDER_LOCK = new Set([
  "planned_change",
  "refresh_start",
  "refresh_complete",
  "apply_start",
  "apply_progress",
  "apply_complete",
  "apply_errored",
]);

function parsed(text: string): StreamLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as StreamLine) : undefined;
  } catch {
    return undefined;
  }
}
