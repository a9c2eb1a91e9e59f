/**
 * Documents in the shape of GetProducts' answers. SKU, usage type, unit, ranges, price and description of each are
 * AWS's own, from its offer files of September and October 2026 as
 * https://github.com/patibandlavenkatamanideep/pharma-analytics-copilot keeps them
 * (`infra/aws-staging/cost/prices-us-east-1.json`, commit 8570b72); attributes besides, and tiers that the extract
 * leaves out, are filled in as AWS's pricing pages have them. The last four, whose SKUs are words, are made up whole: an
 * instance, its unused reservation at nothing, a price with an allowance, one by the GiB/s.
 */
interface Recorded {
  readonly service: string;
  readonly family?: string;
  readonly sku: string;
  readonly usagetype: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly unit: string;
  /** From a number of units on, the price. */
  readonly rates: readonly (readonly [from: string, usd: string])[];
  readonly version?: string;
}

export function priceDocument({
  service,
  family,
  sku,
  usagetype,
  attributes = {},
  unit,
  rates,
  version = "20261007165408",
}: Recorded): string {
  const term = `${sku}.JRTCKXETXF`;
  const dimensions = rates.map(([beginRange, USD], index) => [
    `${term}.RATE${index}`,
    {
      unit,
      endRange: rates[index + 1]?.[0] ?? "Inf",
      description: `$${USD} per ${unit}`,
      appliesTo: [],
      rateCode: `${term}.RATE${index}`,
      beginRange,
      pricePerUnit: { USD },
    },
  ]);
  return JSON.stringify({
    product: {
      ...(family === undefined ? {} : { productFamily: family }),
      attributes: {
        servicecode: service,
        locationType: "AWS Region",
        regionCode: "us-east-1",
        usagetype,
        ...attributes,
      },
      sku,
    },
    serviceCode: service,
    terms: {
      OnDemand: {
        [term]: {
          // Not in the order of their ranges: AWS promises none.
          priceDimensions: Object.fromEntries(dimensions.toReversed()),
          sku,
          effectiveDate: "2026-10-01T00:00:00Z",
          offerTermCode: "JRTCKXETXF",
          termAttributes: {},
        },
      },
    },
    version,
    publicationDate: `${version.slice(0, 4)}-${version.slice(4, 6)}-${version.slice(6, 8)}T16:54:08Z`,
  });
}

const LINUX = {
  operatingSystem: "Linux",
  tenancy: "Shared",
  preInstalledSw: "NA",
  licenseModel: "No License required",
  operation: "RunInstances",
};

/** As AWS documents it, word for word: https://docs.aws.amazon.com/cli/latest/reference/pricing/get-products.html */
export const DOCUMENTED = `{"product":{"productFamily":"Storage","attributes":{"storageMedia":"SSD-backed","maxThroughputvolume":"320 MB/sec","volumeType":"Provisioned IOPS","maxIopsvolume":"20000","servicecode":"AmazonEC2","usagetype":"APS1-EBS:VolumeUsage.piops","locationType":"AWS Region","location":"Asia Pacific (Singapore)","servicename":"Amazon Elastic Compute Cloud","maxVolumeSize":"16 TiB","operation":""},"sku":"3MKHN58N7RDDVGKJ"},"serviceCode":"AmazonEC2","terms":{"OnDemand":{"3MKHN58N7RDDVGKJ.JRTCKXETXF":{"priceDimensions":{"3MKHN58N7RDDVGKJ.JRTCKXETXF.6YS6EN2CT7":{"unit":"GB-Mo","endRange":"Inf","description":"$0.138 per GB-month of Provisioned IOPS SSD (io1)  provisioned storage - Asia Pacific (Singapore)","appliesTo":[],"rateCode":"3MKHN58N7RDDVGKJ.JRTCKXETXF.6YS6EN2CT7","beginRange":"0","pricePerUnit":{"USD":"0.1380000000"}}},"sku":"3MKHN58N7RDDVGKJ","effectiveDate":"2018-08-01T00:00:00Z","offerTermCode":"JRTCKXETXF","termAttributes":{}}}},"version":"20180808005701","publicationDate":"2018-08-08T00:57:01Z"}`;

export const RECORDED: readonly string[] = (
  [
    {
      service: "AmazonEC2",
      family: "NAT Gateway",
      sku: "M2YSHUBETB3JX4M4",
      usagetype: "NatGateway-Hours",
      unit: "Hrs",
      rates: [["0", "0.0450000000"]],
    },
    {
      service: "AmazonEC2",
      family: "NAT Gateway",
      sku: "59S5R83GFPUAGVR5",
      usagetype: "NatGateway-Bytes",
      unit: "GB",
      rates: [["0", "0.0450000000"]],
    },
    {
      service: "AmazonVPC",
      sku: "4GQUNXTFWVSGPUZK",
      usagetype: "USE1-PublicIPv4:InUseAddress",
      unit: "Hrs",
      rates: [["0", "0.0050000000"]],
      version: "20260917190528",
    },
    {
      service: "AmazonVPC",
      family: "VpcEndpoint",
      sku: "EN2N5TATXE673A3B",
      usagetype: "USE1-VpcEndpoint-Hours",
      unit: "Hrs",
      rates: [["0", "0.0100000000"]],
      version: "20260917190528",
    },
    {
      service: "AmazonVPC",
      family: "VpcEndpoint",
      sku: "DQYYEZBCWSW5XS2R",
      usagetype: "USE1-VpcEndpoint-Bytes",
      unit: "GB",
      rates: [
        ["0", "0.0100000000"],
        ["1048576", "0.0060000000"],
        ["5242880", "0.0040000000"],
      ],
      version: "20260917190528",
    },
    {
      service: "AWSELB",
      family: "Load Balancer-Application",
      sku: "37CUWUT8GSNQEPUV",
      usagetype: "LoadBalancerUsage",
      unit: "Hrs",
      rates: [["0", "0.0225000000"]],
      version: "20260911124544",
    },
    {
      service: "AWSELB",
      family: "Load Balancer-Application",
      sku: "P2XGEJ8N3KU52WA8",
      usagetype: "LCUUsage",
      unit: "LCU-Hrs",
      rates: [["0", "0.0080000000"]],
      version: "20260911124544",
    },
    {
      service: "AmazonECS",
      family: "Compute",
      sku: "8CESGAFWKAJ98PME",
      usagetype: "USE1-Fargate-vCPU-Hours:perCPU",
      unit: "hours",
      rates: [["0", "0.0404800000"]],
      version: "20260911124425",
    },
    {
      service: "AmazonECS",
      family: "Compute",
      sku: "PBZNQUSEXZUC34C9",
      usagetype: "USE1-Fargate-GB-Hours",
      unit: "hours",
      rates: [["0", "0.0044450000"]],
      version: "20260911124425",
    },
    {
      service: "AmazonRDS",
      family: "Database Instance",
      sku: "9HPEGXQTDDGH53C9",
      usagetype: "InstanceUsage:db.t4g.micro",
      attributes: {
        databaseEngine: "PostgreSQL",
        deploymentOption: "Single-AZ",
        instanceType: "db.t4g.micro",
      },
      unit: "Hrs",
      rates: [["0", "0.0160000000"]],
      version: "20261006224050",
    },
    {
      service: "AmazonRDS",
      family: "Database Storage",
      sku: "KYVYY29G957PKY3B",
      usagetype: "RDS:GP3-Storage",
      attributes: { databaseEngine: "PostgreSQL" },
      unit: "GB-Mo",
      rates: [["0", "0.1150000000"]],
      version: "20261006224050",
    },
    {
      service: "AmazonRDS",
      family: "Storage Snapshot",
      sku: "6W8ECRFVDATCER7J",
      usagetype: "RDS:ChargedBackupUsage",
      attributes: { databaseEngine: "PostgreSQL" },
      unit: "GB-Mo",
      rates: [["0", "0.0950000000"]],
      version: "20261006224050",
    },
    {
      service: "AWSSecretsManager",
      family: "Secret",
      sku: "BJ3PQ9BYGU6P632F",
      usagetype: "USE1-AWSSecretsManager-Secrets",
      unit: "Secrets",
      rates: [["0", "0.4000000000"]],
      version: "20260911124610",
    },
    {
      service: "AWSSecretsManager",
      family: "API Request",
      sku: "4MDZ5VNEJPMUTG9B",
      usagetype: "USE1-AWSSecretsManagerAPIRequest",
      unit: "API Requests",
      rates: [["0", "0.0000050000"]],
      version: "20260911124610",
    },
    {
      service: "awskms",
      sku: "MFEBZPX8NHM5FY7Z",
      usagetype: "us-east-1-KMS-Requests",
      unit: "Requests",
      rates: [["0", "0.0000030000"]],
      version: "20260911124601",
    },
    {
      service: "AmazonECR",
      family: "EC2 Container Registry",
      sku: "KJC988R4J65BDMTQ",
      usagetype: "TimedStorage-ByteHrs",
      unit: "GB-Mo",
      rates: [["0", "0.1000000000"]],
      version: "20260911124425",
    },
    {
      service: "AmazonCloudWatch",
      family: "Data Payload",
      sku: "96K55R2PV3ZZZ3AM",
      usagetype: "DataProcessing-Bytes",
      unit: "GB",
      rates: [["0", "0.5000000000"]],
      version: "20261007115540",
    },
    {
      service: "AmazonCloudWatch",
      family: "Data Payload",
      sku: "GHRXAWYBWDN7X39F",
      usagetype: "USE1-VendedLog-Bytes",
      unit: "GB",
      rates: [
        ["0", "0.5000000000"],
        ["10240", "0.2500000000"],
        ["30720", "0.1000000000"],
        ["51200", "0.0500000000"],
      ],
      version: "20261007115540",
    },
    {
      service: "AmazonCloudWatch",
      family: "Storage Snapshot",
      sku: "JRHJQ2UMPUB5K73A",
      usagetype: "TimedStorage-ByteHrs",
      unit: "GB-Mo",
      rates: [["0", "0.0300000000"]],
      version: "20261007115540",
    },
    {
      service: "AWSDataTransfer",
      family: "Data Transfer",
      sku: "HQEH3ZWJVT46JHRG",
      usagetype: "DataTransfer-Out-Bytes",
      attributes: { transferType: "AWS Outbound", fromRegionCode: "us-east-1", toLocation: "External" },
      unit: "GB",
      rates: [
        ["0", "0.0900000000"],
        ["10240", "0.0850000000"],
        ["51200", "0.0700000000"],
        ["153600", "0.0500000000"],
      ],
      version: "20260916132208",
    },
    {
      service: "AWSDataTransfer",
      family: "Data Transfer",
      sku: "PNUBVW4CPC8XA46W",
      usagetype: "DataTransfer-Regional-Bytes",
      attributes: { transferType: "IntraRegion", fromRegionCode: "us-east-1" },
      unit: "GB",
      rates: [["0", "0.0100000000"]],
      version: "20260916132208",
    },
    {
      service: "AmazonEC2",
      family: "Compute Instance",
      sku: "M7GLARGEUSEDXXXX",
      usagetype: "BoxUsage:m7g.large",
      attributes: { ...LINUX, instanceType: "m7g.large", capacitystatus: "Used" },
      unit: "Hrs",
      rates: [["0", "0.0816000000"]],
    },
    {
      service: "AmazonEC2",
      family: "Compute Instance",
      sku: "M7GLARGERESERVED",
      usagetype: "UnusedBox:m7g.large",
      attributes: { ...LINUX, instanceType: "m7g.large", capacitystatus: "Used" },
      unit: "Hrs",
      rates: [["0", "0.0000000000"]],
    },
    {
      service: "AmazonDynamoDB",
      family: "Database Storage",
      sku: "DDBSTORAGEUSE1XX",
      usagetype: "TimedStorage-ByteHrs",
      unit: "GB-Mo",
      rates: [
        ["0", "0.0000000000"],
        ["25", "0.2500000000"],
      ],
      version: "20260911124500",
    },
    {
      service: "AmazonEC2",
      family: "Provisioned Throughput",
      sku: "GP3THROUGHPUTUS1",
      usagetype: "EBS:VolumeP-Throughput.gp3",
      unit: "GiBps-mo",
      rates: [["0", "40.9600000000"]],
    },
  ] as const satisfies readonly Recorded[]
).map(priceDocument);
