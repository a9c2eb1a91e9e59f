import type { Answers } from "./answers.ts";

const text = (value: string) => JSON.stringify(value);

/** A first configuration, for a team to whom AWS is new: small, complete, and with the reasons beside it. */
export function configurationText({ name, domain, owner, costCentre, account }: Answers): string {
  return `import { definePlatform } from "trireme";

/**
 * The whole platform. \`trireme check\` looks at it in a second, \`trireme rehearse\` applies it to an AWS that is
 * emulated on this machine: neither needs an account. In an editor, every word here explains itself.
 */
export default definePlatform({
  // Begins the name of everything in AWS, so it is chosen once.
  name: ${text(name)},

  // Customers reach the shop below this domain. AWS must be told to answer for it: after the first deploy, enter the
  // name servers of its zone where you bought the domain.
  domain: ${text(domain)},

  // Tags on every resource. They say who is called at night, and on whose bill it stands.
  owner: ${text(owner)},
  costCentre: ${text(costCentre)},

  // What the business was promised. Change it to what is true for you; everything else is judged against it.
  objectives: {
    rto: "15m", // after the loss of a region, the shop is open again within
    rpo: "1h", // and at most this much of the latest data is missing
    availability: 99.9, // per cent: 43 minutes a month
  },

  // Where customers' data live. An AWS region is a group of data centres, and a whole one can fail, so a home has a
  // second region. Data of people stay in their home; both of its regions are inside it.
  homes: {
    US: { regions: ["us-east-1", "us-west-2"] },
    // With customers in Europe, add a home there. Frankfurt only holds copies and takes over, which is cheaper:
    // EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"] },
  },

  // One AWS account for each environment: an account is the strongest wall AWS has, for access, quotas and the bill.
  // A slot is an environment's place in the address space: each its own, and once deployed it never changes.
  environments: [
    {
      name: "development",
      account: ${text(account)},
      slot: 0,
      // One region is enough to work in, and costs half.
      regions: ["us-east-1"],
      zones: 2,
      // Made and thrown away, so AWS need not refuse to delete its databases. Leave this out where data matter.
      protect: false,
    },
    // When you go live, in an account of its own:
    // { name: "production", account: "222222222222", slot: 1, zones: 3 },
  ],

  stores: [
    // A relational database for each home. \`personal\` keeps it inside its home.
    { name: "orders", engine: "aurora-postgresql", data: "personal", partitionedBy: "home" },
    // A key-value table that is copied to every region. \`birth\` is where it is first made: permanent, and not where
    // it is written today, which no configuration says.
    { name: "catalogue", engine: "dynamodb", data: "public", global: true, birth: "us-east-1" },
    // Pictures and other files.
    { name: "media", engine: "s3", data: "public", global: true, birth: "us-east-1" },
  ],

  // What runs. A service with a host is public: this one is www.${domain}. \`critical\` means that the shop is closed
  // without it; those are brought back first.
  services: [
    { name: "storefront", host: "www", stores: ["catalogue", "media"], critical: true },
    { name: "orders", stores: ["orders"], critical: true },
  ],
});
`;
}

export function packageText({ name }: Answers): string {
  return `${JSON.stringify({ name, private: true, type: "module", engines: { node: ">=24" } }, null, 2)}\n`;
}

/** What an editor needs to read the configuration as it is run: as it stands, types taken out. */
export function compilerText(): string {
  const compilerOptions = {
    target: "es2024",
    module: "nodenext",
    strict: true,
    noEmit: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  };
  return `${JSON.stringify({ compilerOptions, include: ["trireme.config.ts"] }, null, 2)}\n`;
}

/** Never to be committed: states and plans hold secrets, the rest is made anew. */
export const IGNORED: readonly string[] = [
  "node_modules/",
  ".trireme/",
  "*.tfstate",
  "*.tfstate.*",
  "*.tfplan",
];
