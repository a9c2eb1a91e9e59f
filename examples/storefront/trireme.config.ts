import { definePlatform } from "trireme";
import { partnerOrder } from "./partnerOrder.ts";
import { stockRecount } from "./stockRecount.ts";

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

  // One bill, one set of guard rails, and audit logs in an account where nobody can change them. Deployed by itself,
  // first: trireme deploy --env organization, with credentials of the management account, in which nothing else runs.
  organization: {
    management: { account: "444444444444", email: "aws-management@shop.example.com" },
    logArchive: { account: "555555555555", email: "aws-log-archive@shop.example.com" },
    security: { account: "666666666666", email: "aws-security@shop.example.com" },
    sharedServices: { account: "777777777777", email: "aws-shared-services@shop.example.com" },
    // To try AWS in. Nobody in it can promise to pay for years, or reach the networks of the other accounts.
    accounts: [{ name: "sandbox", account: "888888888888", email: "aws-sandbox@shop.example.com" }],
    // How people sign in. Turned on by hand once, in the console of the management account, which then shows these
    // two ids. Require a second factor there, in its settings: that is in no API. Who may do what has a default.
    identityCenter: {
      instanceArn: "arn:aws:sso:::instance/ssoins-7223a4b5c6d7e8f9",
      identityStoreId: "d-9067a1b2c3",
    },
    // The security team's account may look at what every environment measures, logs and traces, in one console for each
    // region. Once this is deployed, write down the sinks that it made, and environments link to them:
    // { sinks: { "us-east-1": "arn:…" } }, as `aws oam list-sinks` shows them in that account.
    observability: {},
    // What no account may do is the default: its regions are those of the homes below, so nothing can be made
    // anywhere else, by anybody. To forbid more: guardrails: { statements: [{ sid, actions }] }.
  },

  // One AWS account for each: an account is the strongest wall AWS has, for access, for quotas and for the bill.
  // A slot is an environment's place in the address space. Once deployed it never changes.
  environments: [
    {
      name: "production",
      account: "111111111111",
      email: "aws-production@shop.example.com",
      slot: 0,
      // Regions watch each other, and may begin a failover while everybody sleeps. Nothing begins before somebody has set
      // the parameter /shop/production/recovery of the region that takes over to "on": drill first, then trust it.
      automaticFailover: true,
      // Switches that take a region out of the shop's names, held by five regions at once, beside what health checks do.
      // Some 1,825 USD a month, so only where a region must come out on the day when nothing else works:
      // routingControls: true,
    },
    // One region, as large as a region of production, so that what is tried here is what production gets.
    {
      name: "staging",
      account: "222222222222",
      email: "aws-staging@shop.example.com",
      slot: 1,
      regions: ["us-east-1"],
    },
    {
      name: "development",
      account: "333333333333",
      email: "aws-development@shop.example.com",
      slot: 2,
      regions: ["us-east-1"],
      size: "small",
      // Machines that Karpenter adds under load. Spot is spare capacity at a fraction of the price, which AWS takes back
      // at two minutes' notice: right for trying things, and never for production's critical services.
      nodes: { spot: true, families: ["m7g", "m6g", "c7g", "c6g"] },
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
      // A database takes some hundreds of connections, and a function that is called a thousand times at once asks for
      // as many. A proxy shares out a few; services keep their own.
      proxy: true,
    },
    // Card numbers. Cardholder data get a key that no other store uses, so its use is granted and audited apart.
    // Quiet all year and crowded on a few days, so it grows and shrinks by itself.
    {
      name: "cards",
      engine: "aurora-postgresql",
      data: "cardholder",
      partitionedBy: "home",
      instanceClass: "serverless",
    },
    // Stock of each home's warehouses. A single database with a standby: slower to fail over, and cheaper.
    { name: "inventory", engine: "rds-postgresql", data: "internal", partitionedBy: "home" },
    // A profile and a basket belong to one person each. A key-value table is enough, and every copy takes writes.
    { name: "customers", engine: "dynamodb", data: "personal", partitionedBy: "home" },
    { name: "cart", engine: "dynamodb", data: "personal", partitionedBy: "home" },
    // The same goods everywhere, nothing personal: one table, copied to every region and read nearby.
    { name: "catalogue", engine: "dynamodb", data: "public", global: true, birth: "us-east-1" },
    // Who is logged in. Each region has its own, so those in a lost region log in again. To spare them that, write
    // partitionedBy: "home" in place of regional: true: the home's regions then share one, at a node more for each.
    { name: "sessions", engine: "redis", data: "personal", regional: true },
    // Pages made once and shown often. May be empty at any moment.
    { name: "pages", engine: "memcached", data: "public", regional: true },
    // Product pictures, served by CloudFront.
    { name: "media", engine: "s3", data: "public", global: true, birth: "us-east-1" },
    // Invoices are kept for ten years and rarely read.
    {
      name: "invoices",
      engine: "s3",
      data: "personal",
      partitionedBy: "home",
      noncurrentDays: 365,
      infrequentAfterDays: 90,
    },
  ],

  // `critical` services are those without which nobody can buy. They are brought back first.
  services: [
    {
      name: "storefront",
      host: "www",
      stores: ["sessions", "pages", "media"],
      calls: ["catalogue"],
      critical: true,
    },
    { name: "catalogue", stores: ["catalogue", "media"], critical: true },
    { name: "search", stores: ["catalogue"], owner: "discovery-team", costCentre: "shop-1002" },
    { name: "recommendations", stores: ["catalogue"], owner: "discovery-team", costCentre: "shop-1002" },
    { name: "cart", stores: ["cart"], calls: ["catalogue"], critical: true },
    {
      name: "checkout",
      stores: ["cart"],
      calls: ["payments", "orders", "inventory", "customers"],
      critical: true,
      owner: "payments-team",
    },
    { name: "payments", stores: ["cards"], critical: true, owner: "payments-team" },
    { name: "orders", stores: ["orders", "invoices"], calls: ["notifications"], critical: true },
    {
      name: "inventory",
      stores: ["inventory"],
      critical: true,
      owner: "logistics-team",
      costCentre: "shop-1003",
    },
    { name: "customers", stores: ["customers"], critical: true },
    { name: "notifications", stores: ["customers"] },
    // Nothing of this shop runs on Fargate: each of its services has a store, and pods there have no role to reach one.
    // { name: "previews", runsOn: "fargate" }, // what makes small pictures of large ones, and must not share a kernel
    {
      name: "fulfilment",
      stores: ["orders", "inventory"],
      owner: "logistics-team",
      costCentre: "shop-1003",
    },
  ],

  // Work that can wait a moment, so that no customer waits for it. A message that nobody can do ends in a dead-letter
  // queue, and an alarm sounds. What waits in a region that is lost waits until it is back.
  queues: [
    { name: "notifications", data: "personal", senders: ["customers"], receivers: ["notifications"] },
    // A parcel takes longer to pack than a mail to send.
    {
      name: "fulfilment",
      data: "personal",
      receivers: ["fulfilment"],
      visibilityTimeout: "5m",
      maxReceives: 10,
    },
    // Taken by a function, below: hidden for six times as long as one run of it may take.
    { name: "search-updates", data: "public", visibilityTimeout: "3m" },
  ],
  // One message for whoever wants to hear it: changes of stock that shoppers can see.
  topics: [
    {
      name: "stock-changes",
      data: "public",
      publishers: ["inventory"],
      subscriptions: [{ queue: "search-updates", filter: { kind: ["sold-out", "back-in-stock"] } }],
    },
  ],
  // What services make known, without knowing who listens. Every region has a bus, with an archive of a month.
  events: {
    types: [
      // Carried to the home's other region and kept there: when Virginia is lost, Oregon plays again what Virginia
      // had published, and packs the parcels. A parcel may be announced twice; fulfilment packs it once.
      {
        name: "OrderPlaced",
        data: "personal",
        publishers: ["orders"],
        queues: ["fulfilment", "notifications"],
      },
      // Nothing personal, so it goes to every region, and each brings its own search up to date.
      {
        name: "CatalogueChanged",
        data: "public",
        publishers: ["catalogue"],
        queues: ["search-updates"],
        functions: ["page-refresh"],
        reach: "global",
        elsewhere: "delivered",
      },
    ],
  },

  // Code that AWS runs when something happens, and that costs nothing while nothing does. What is deployed is the
  // function and its alias `live`; code comes with a release, which moves the alias, and moves it back.
  functions: [
    // Images are scanned when they are pushed, by Inspector where detection is full and by the registry elsewhere. Of
    // one with a critical hole, the team is told at once.
    {
      name: "image-alert",
      events: {
        source: ["aws.ecr", "aws.inspector2"],
        detailType: ["ECR Image Scan", "Inspector2 Scan"],
        detail: { "finding-severity-counts": { CRITICAL: [{ numeric: [">", 0] }] } },
      },
    },
    // Brings the search up to date, ten changes at a time. What it could not do comes back alone, and a flood of
    // changes leaves room for the others.
    {
      name: "search-index",
      queues: [{ queue: "search-updates", atOnce: 10 }],
      stores: ["catalogue"],
      owner: "discovery-team",
      costCentre: "shop-1002",
    },
    // Takes pages that show what has changed out of the region's cache.
    { name: "page-refresh", stores: ["pages"], timeout: "10s" },
    // Stock is kept by home, so each home counts its own, once and not in each of its regions. When the region that
    // counts is lost, the one that takes over is told to.
    {
      name: "stock-report",
      schedule: { at: "cron(0 3 * * ? *)", window: "15m", runs: "each-home" },
      stores: ["inventory"],
      timeout: "5m",
      owner: "logistics-team",
      costCentre: "shop-1003",
    },
    // Behind the API below: who may call, and what is done.
    { name: "partner-gate", timeout: "5s", memoryMib: 256, owner: "payments-team" },
    {
      name: "partner-orders",
      stores: ["orders"],
      timeout: "20s",
      // Partners cannot take more of the databases' connections than this.
      concurrency: 50,
      owner: "payments-team",
    },
  ],

  // Shops of others sell our goods. What they send is checked before any code of ours runs; each has a key, and so a
  // share of what the API lets in.
  apis: [
    {
      name: "partners",
      host: "partners",
      authoriser: "partner-gate",
      routes: [
        {
          method: "POST",
          path: "/orders",
          function: "partner-orders",
          body: partnerOrder,
        },
        { method: "GET", path: "/orders/{order}", function: "partner-orders" },
      ],
      throttle: { perSecond: 100, burst: 200 },
      plans: [{ name: "partner", throttle: { perSecond: 10, burst: 20 }, perDay: 50_000 }],
      owner: "payments-team",
    },
  ],

  // Steps that must happen in order, with patience between them: what AWS keeps track of, no service has to.
  workflows: [
    {
      name: "stock-recount",
      owner: "logistics-team",
      costCentre: "shop-1003",
      definition: stockRecount,
    },
  ],

  // What customers do from beginning to end. A journey is down when one of its services is.
  journeys: [
    {
      name: "browse",
      services: ["storefront", "catalogue", "search"],
      // Asked for every five minutes from every region that serves, as a customer would.
      visits: [{ path: "/" }],
    },
    {
      name: "buy",
      services: ["cart", "checkout"],
      // Nobody should lose a paid order: at most five minutes of them, in the worst case.
      rpo: "5m",
      latency: "500ms",
      // The shop's own pulse: a fault that no error shows is seen here. Services log a line of JSON for each.
      kpis: [
        { name: "orders-placed", service: "orders", pattern: '{ $.event = "order.placed" }' },
        {
          name: "payments-failed",
          service: "payments",
          pattern: '{ ($.event = "payment") && ($.outcome = "failed") }',
          alarm: "more",
        },
      ],
      visits: [{ path: "/basket" }],
    },
  ],

  // AWS watches production for intruders (GuardDuty), open doors (Security Hub), old software (Inspector) and
  // personal data where none should be (Macie); what cannot wait is mailed to the address below. Here is what the
  // shop leaves unchecked on purpose. Security Hub shows the reason to whoever asks.
  detection: {
    skippedControls: [
      {
        control: "EC2.13",
        standards: ["pci"],
        reason: "No security group opens a port for remote sign-in: nobody signs in to machines here",
        owner: "platform-team",
      },
    ],
  },

  // Who did what, kept where nobody can change it: one record (CloudTrail) of every call in every account, in the
  // log-archive account above. These are the defaults, written out once to be seen.
  audit: {
    retentionDays: 365, // PCI DSS asks for a year
    // "compliance" in its place lets nobody shorten that, AWS's root user included: sure, and paid to the last day.
    lock: "governance",
    // Data whose every reading and writing is recorded too, at 0.10 USD for 100,000: files, and items of tables.
    objects: ["personal", "cardholder"],
    items: ["cardholder"],
  },

  edge: {
    // Who types shop.example.com is sent to www.shop.example.com, by CloudFront, before any region is asked.
    canonicalHost: "www",
    // Signs the shop's names, so that nobody can forge where they lead. It protects once the registrar has the DS
    // record, which is entered by hand: see the comment of the option for the order, which matters.
    dnssec: true,
  },

  // Names that nothing in production gets an answer for. Left out, they are those of common tools of intruders.
  // network: { blockedNames: ["*.oastify.com"] },

  alerts: { email: ["on-call@shop.example.com"] },

  // What an estimate of cost rests on: trireme cost estimate. Nothing is built by it.
  usage: { requests: 40_000_000, responseKb: 40, cachedPercent: 60, storedGib: 80 },

  // What each environment may cost a month, in US dollars. AWS tells these people at 50, 80 and 100 per cent of it, of
  // what is spent and of what it expects. A budget stops nothing.
  budgets: {
    environments: { production: 30_000, staging: 6_000, development: 1_500 },
    // All accounts of the organization together, those of audit and security among them.
    total: 40_000,
    // Becomes true a day after the first deployment, when AWS has met our tags: then the bill is taken apart by team,
    // cost centre and service, and costCentres and owners can have budgets as well.
    tagsActive: false,
    email: ["finance@shop.example.com", "on-call@shop.example.com"],
  },
});
