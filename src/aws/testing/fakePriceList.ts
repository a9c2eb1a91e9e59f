import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface Question {
  readonly ServiceCode?: string;
  readonly AttributeName?: string;
  readonly NextToken?: string;
  readonly Filters?: readonly { readonly Type: string; readonly Field: string; readonly Value: string }[];
}

interface Document {
  readonly serviceCode: string;
  readonly product: {
    readonly productFamily?: string;
    readonly attributes: Readonly<Record<string, string>>;
  };
}

/**
 * An AWS Price List on loopback: JSON 1.1, exact filters, answers in pages. Its documents are in the shape of AWS's own;
 * which of them AWS would give is for who uses it to know.
 */
export class FakePriceList {
  readonly documents: string[];
  readonly asked: { readonly action: string; readonly region: string; readonly question: Question }[] = [];
  /** Calls from this one on are refused, as one without leave is. */
  refusedFrom = Number.POSITIVE_INFINITY;
  pageSize = 2;
  regions: readonly string[] = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(documents: readonly string[]) {
    this.documents = [...documents];
  }

  async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const action = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const question = JSON.parse(body) as Question;
    const region = /\/([a-z0-9-]+)\/pricing\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
    this.asked.push({ action, region, question });
    if (this.asked.length >= this.refusedFrom) {
      response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
      response.end(
        JSON.stringify({
          __type: "AccessDeniedException",
          Message: "not authorized to perform pricing:GetProducts",
        }),
      );
      return;
    }
    const answer =
      action === "GetProducts"
        ? this.#products(question)
        : { AttributeValues: this.regions.map((Value) => ({ Value })) };
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answer));
  }

  #products({ ServiceCode, Filters = [], NextToken = "0" }: Question) {
    const found = this.documents.filter((text) => {
      // What is no document is in every answer: that is what a reader must bear.
      if (!text.startsWith("{")) return true;
      const { serviceCode, product } = JSON.parse(text) as Document;
      const values: Readonly<Record<string, string | undefined>> = {
        ...product.attributes,
        productFamily: product.productFamily,
      };
      return serviceCode === ServiceCode && Filters.every(({ Field, Value }) => values[Field] === Value);
    });
    const begin = Number(NextToken);
    const end = begin + this.pageSize;
    return {
      FormatVersion: "aws_v1",
      PriceList: found.slice(begin, end),
      ...(end < found.length ? { NextToken: String(end) } : {}),
    };
  }
}
