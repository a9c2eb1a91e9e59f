import { perSandbox } from "../perSandbox.ts";

/** What the overlay keeps of one organization, by its management account. */
export interface OrganizationRecord {
  /** Ids that accounts have here, to those that the emulator made up for them. */
  readonly ids: Map<string, string>;
  /** Requests for accounts that failed: id of the request, and name and reason. */
  readonly failures: Map<string, { readonly name: string; readonly reason: string; readonly at: number }>;
  /** Trusted services that the emulator does not know, and since when. */
  readonly services: Map<string, number>;
  /** Services by the account that administers them, and since when. */
  readonly administrators: Map<string, Map<string, number>>;
  /** What of the members' root users is managed centrally. */
  readonly rootAccess: Set<string>;
}

export class OrganizationsState {
  readonly #records = new Map<string, OrganizationRecord>();

  of(management: string): OrganizationRecord {
    const known = this.#records.get(management);
    if (known !== undefined) return known;
    const made: OrganizationRecord = {
      ids: new Map(),
      failures: new Map(),
      services: new Map(),
      administrators: new Map(),
      rootAccess: new Set(),
    };
    this.#records.set(management, made);
    return made;
  }

  forget(management: string): void {
    this.#records.delete(management);
  }

  /** The management account of the organization that an account is a member of; undefined when it is in none. */
  managementOf(account: string): string | undefined {
    return [...this.#records].find(([, { ids }]) => ids.has(account))?.[0];
  }
}

/** Organizations of a sandbox, for what else asks who is whose member: the emulator does not know. */
export const organizationsIn = perSandbox(() => new OrganizationsState());
