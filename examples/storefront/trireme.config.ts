import { definePlatform } from "trireme";

/**
 * An online shop in North America and Europe. Try it:
 *
 *     trireme rehearse examples/storefront
 */
export default definePlatform({
  // Begins the name of everything in AWS, so it is chosen once.
  name: "shop",
  domain: "shop.example.com",
  owner: "platform-team",
  costCentre: "shop-1001",

  // What the business was promised. Everything else is judged against it.
  objectives: {
    rto: "15m", // after the loss of a region, the shop is open again within
    rpo: "1h", // and at most this much of the latest data is missing
    availability: 99.9, // per cent: 43 minutes a month
    latency: "200ms",
    spike: 10, // Black Friday, in usual days
    provisioning: "30m",
  },

  // Every network of every environment is cut from this block, so no two ever overlap and any two can be connected.
  addresses: { space: "10.0.0.0/8", vpcPrefix: 16 },

  // Where customers' data live. An AWS region is a group of data centres, and a whole one can fail, so each home
  // has a second region. Both are inside the home, so recovery never takes data out of it.
  homes: {
    US: { regions: ["us-east-1", "us-west-2"] },
    // Europe serves from Ireland. Frankfurt holds copies and takes over: cheaper than serving from both.
    EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"] },
  },

  // One AWS account for each: an account is the strongest wall AWS has, for access, for quotas and for the bill.
  // A slot is an environment's place in the address space. Once deployed it never changes.
  environments: [
    { name: "production", account: "111111111111", slot: 0, zones: 3 },
    {
      name: "staging",
      account: "222222222222",
      slot: 1,
      zones: 3,
      // Two regions of one home: enough to practise losing one.
      regions: ["us-east-1", "us-west-2"],
    },
    {
      name: "development",
      account: "333333333333",
      slot: 2,
      zones: 3,
      regions: ["us-east-1"],
      // Made and thrown away every day, so AWS need not refuse to delete its databases.
      protect: false,
    },
  ],

  stores: [
    // Orders name people, so there is one database for each home, and neither home's ever leaves it.
    {
      name: "orders",
      engine: "aurora-postgresql",
      data: "personal",
      partitionedBy: "home",
      partitions: {
        // These are the defaults, written out once to be seen. `birth` is where the database was first made.
        // It stays true for ever; after a failover, another region writes and nothing here changes.
        EU: { birth: "eu-west-1", copies: ["eu-central-1"] },
      },
    },
    // A basket belongs to one person for one hour. A key-value table is enough.
    { name: "cart", engine: "dynamodb", data: "personal", partitionedBy: "home" },
    // The same goods everywhere, nothing personal: one table, copied to every region and read nearby.
    { name: "catalogue", engine: "dynamodb", data: "public", global: true, birth: "us-east-1" },
    // Product pictures.
    { name: "media", engine: "s3", data: "public", global: true, birth: "us-east-1" },
  ],

  // `critical` services are those without which nobody can buy. They are brought back first.
  services: [
    { name: "storefront", host: "www", stores: ["catalogue", "media"], critical: true },
    { name: "catalogue", stores: ["catalogue", "media"], critical: true },
    { name: "cart", stores: ["cart"], critical: true },
    { name: "checkout", stores: ["cart", "orders"], critical: true, owner: "payments-team" },
    { name: "orders", stores: ["orders"] },
  ],
});
