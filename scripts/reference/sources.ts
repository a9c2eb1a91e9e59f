import { join, relative } from "node:path";
import { isInterfaceDeclaration, isTypeAliasDeclaration } from "typescript/unstable/ast/is";
import {
  API,
  type Checker,
  type Symbol as Named,
  type Program,
  SignatureKind,
  SymbolFlags,
} from "typescript/unstable/sync";
import type {
  DocumentedConstruct,
  DocumentedFace,
  DocumentedName,
  DocumentedType,
  DocumentedValue,
} from "./model.ts";
import { propertiesOf, textOf } from "./properties.ts";

export const PROJECT = join(import.meta.dirname, "../..");

/**
 * What the sources say of themselves, as the project's own compiler understands them: comments, types, defaults.
 * Through the compiler's interface for programs, which it still calls unstable; the version is pinned.
 */
export class Sources {
  readonly #api: API;
  readonly #program: Program;
  readonly #checker: Checker;

  /** Reads the whole project, which takes seconds. To be closed: the compiler is a process of its own. */
  constructor() {
    this.#api = new API({ cwd: PROJECT });
    const snapshot = this.#api.updateSnapshot({ openProjects: [join(PROJECT, "tsconfig.json")] });
    const [project] = snapshot.getProjects();
    if (project === undefined) throw new Error("the compiler finds no project");
    this.#program = project.program;
    this.#checker = project.checker;
  }

  close(): void {
    this.#api.close();
  }

  /** Everything that a file of the project exports. */
  face(file: string): DocumentedFace {
    const module = this.#checker.getSymbolAtLocation(this.#file(file));
    if (module === undefined) throw new Error(`${file} exports nothing`);
    const exported = this.#checker.getExportsOfModule(module).map((symbol) => this.#target(symbol));
    const of = (flags: SymbolFlags) => exported.filter((symbol) => (symbol.flags & flags) !== 0);
    const docs = new Map(exported.map((symbol) => [symbol.name, this.#doc(symbol)]));
    const docOf = (name: string) => docs.get(name) ?? "";
    return {
      constructs: of(SymbolFlags.Class).map((symbol) => this.#construct(symbol, docOf)),
      types: of(SymbolFlags.Interface | SymbolFlags.TypeAlias).map((symbol) => this.#type(symbol, docOf)),
      values: of(SymbolFlags.Function | SymbolFlags.Variable).map((symbol) => this.#value(symbol)),
    };
  }

  /** All types that a file of the project declares, exported or not, in its order. */
  vocabulary(file: string): readonly DocumentedType[] {
    const declared = this.#file(file).statements.flatMap((statement) =>
      isInterfaceDeclaration(statement) || isTypeAliasDeclaration(statement) ? [statement] : [],
    );
    const symbols = declared.map(({ name }) => {
      const symbol = this.#checker.getSymbolAtLocation(name);
      if (symbol === undefined) throw new Error(`${file} declares a type without a name`);
      return symbol;
    });
    const docs = new Map(symbols.map((symbol) => [symbol.name, this.#doc(symbol)]));
    return symbols.map((symbol) => this.#type(symbol, (name) => docs.get(name) ?? ""));
  }

  #file(file: string) {
    const source = this.#program.getSourceFile(join(PROJECT, file));
    if (source === undefined) throw new Error(`the project has no ${file}`);
    return source;
  }

  #target(symbol: Named): Named {
    return (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : this.#checker.getAliasedSymbol(symbol);
  }

  #doc(symbol: Named): string {
    return symbol.getDocumentationComment(this.#checker).trim();
  }

  #named(symbol: Named): DocumentedName {
    const [declaration] = symbol.declarations;
    if (declaration === undefined) throw new Error(`${symbol.name} is declared nowhere`);
    return { name: symbol.name, file: relative(PROJECT, declaration.path), doc: this.#doc(symbol) };
  }

  #construct(symbol: Named, docOf: (name: string) => string): DocumentedConstruct {
    const checker = this.#checker;
    const constructors = checker.getTypeOfSymbol(symbol);
    const [made] =
      constructors === undefined ? [] : checker.getSignaturesOfType(constructors, SignatureKind.Construct);
    const props = made === undefined ? undefined : checker.getParameterType(made, 2);
    const { file } = this.#named(symbol);
    const own = checker
      .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
      .filter(({ declarations: [declaration] }) => declaration?.path === join(PROJECT, file));
    return {
      ...this.#named(symbol),
      throws: symbol
        .getJsDocTags(checker)
        .flatMap(({ name, text }) => (name === "throws" && text !== undefined ? [text] : [])),
      props: props === undefined ? [] : propertiesOf(props, checker, docOf),
      outputs: own
        .filter(({ flags, name }) => (flags & SymbolFlags.Property) !== 0 && !/^[#_]/.test(name))
        .map((each) => ({
          name: each.name,
          type: textOf(checker.getTypeOfSymbol(each), checker),
          optional: false,
          doc: this.#doc(each),
          defaultValue: undefined,
          only: undefined,
        })),
    };
  }

  #type(symbol: Named, docOf: (name: string) => string): DocumentedType {
    const named = this.#named(symbol);
    const declaration = symbol.declarations[0]?.resolve();
    const alias = declaration !== undefined && isTypeAliasDeclaration(declaration) ? declaration : undefined;
    const declared = this.#checker.getDeclaredTypeOfSymbol(symbol);
    const written = alias && this.#file(named.file).text.slice(alias.type.pos, alias.type.end);
    // An alias of values or of other types has no keys to be shown: it is what it stands for.
    const keyed = alias === undefined || /Props$/.test(symbol.name);
    return {
      ...named,
      text: keyed ? undefined : written?.replaceAll(/\s+/g, " ").trim().replace(/^\| /, ""),
      properties: keyed ? propertiesOf(declared, this.#checker, docOf) : [],
    };
  }

  #value(symbol: Named): DocumentedValue {
    return { ...this.#named(symbol), type: textOf(this.#checker.getTypeOfSymbol(symbol), this.#checker) };
  }
}
