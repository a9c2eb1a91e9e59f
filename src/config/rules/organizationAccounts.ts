import type { Draft } from "../draft.ts";

/** An account as it is written down. */
export interface WrittenAccount {
  readonly where: string;
  readonly name: string;
  readonly account: string;
  readonly email: string | undefined;
  /** Whether environments are in it, which may share one. */
  readonly environment: boolean;
  /** Whether it gives the account its name. */
  readonly named: boolean;
}

/** Every place that names an account of the organization; none without one. */
export function writtenAccounts({ organization, environments }: Draft): readonly WrittenAccount[] {
  if (organization === undefined) return [];
  const { management, logArchive, security, sharedServices, accounts } = organization;
  const own = [
    { where: "organization.management", name: "management", ...management },
    { where: "organization.logArchive", name: "log-archive", ...logArchive },
    { where: "organization.security", name: "security", ...security },
    ...(sharedServices === undefined
      ? []
      : [{ where: "organization.sharedServices", name: "shared-services", ...sharedServices }]),
    ...accounts.map(({ unit: _, ...account }, index) => ({
      where: `organization.accounts[${index}]`,
      ...account,
    })),
  ];
  const ofEnvironments = environments.map(({ where, value: { name, account, email, slot } }) => {
    const named = environments.every(({ value }) => value.account !== account || value.slot >= slot);
    return { where, name, account, email, environment: true, named };
  });
  return [...own.map((each) => ({ ...each, environment: false, named: true })), ...ofEnvironments];
}
