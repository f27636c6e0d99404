import ts from "typescript";

/**
 * Puts the docstring of every field of a resource's schemas into its declarations. The compiler leaves them out where it
 * infers a type, and the type that a resource's class extends is inferred. A docstring is taken from where its field is
 * written, be that another file; a field without one has that of its schema, e.g. of `shortName` in `fields.ts`.
 */
export const withDocstrings =
  (checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile | ts.Bundle> =>
  () =>
  (file) => {
    if (!ts.isSourceFile(file)) return file;
    for (const statement of file.statements) {
      const source = ts.getOriginalNode(statement);
      if (!ts.isClassDeclaration(statement) || !ts.isClassDeclaration(source)) continue;
      const base = typeOfConstant(file, superclass(statement)); // `class Group extends Group_base`
      const inferredFrom = superclass(source); // `class Group extends defineResource(…)`
      if (base && inferredFrom) document(checker, base, checker.getTypeAtLocation(inferredFrom));
    }
    return file;
  };

/** Goes side by side through a type and what the compiler wrote for it. */
function document(checker: ts.TypeChecker, node: ts.TypeNode, type: ts.Type): void {
  if (ts.isTypeLiteralNode(node)) {
    for (const member of node.members) {
      if (!ts.isPropertySignature(member) || !member.type || ts.isComputedPropertyName(member.name)) continue;
      const field = type.getProperty(member.name.text);
      if (!field) continue;
      const docstring = docstringOf(checker, field);
      if (docstring) ts.addSyntheticLeadingComment(member, ts.SyntaxKind.MultiLineCommentTrivia, docstring, true);
      document(checker, member.type, checker.getTypeOfSymbol(field));
    }
  }
  const parts = partsOf(node);
  const types = type.aliasTypeArguments ?? checker.getTypeArguments(type as ts.TypeReference);
  for (const [at, part] of parts.entries()) {
    const given = types[at];
    if (given) document(checker, part, given);
  }
}

/** `A` and `B` of `Some<A, B>` and of `[A, B]`. */
function partsOf(node: ts.TypeNode): readonly ts.TypeNode[] {
  if (ts.isTypeReferenceNode(node) || ts.isImportTypeNode(node)) return node.typeArguments ?? [];
  return ts.isTupleTypeNode(node) ? node.elements : [];
}

/** What stands between the opening and the end of the comment, its lines indented by one. */
export function docstringOf(checker: ts.TypeChecker, symbol: ts.Symbol): string | undefined {
  const comments = (symbol.declarations ?? []).flatMap((declaration) => {
    const { text } = declaration.getSourceFile();
    // The comment on a constant stands before the whole statement.
    const { pos } = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    const ranges = ts.getLeadingCommentRanges(text, pos) ?? [];
    return ranges.map((range) => text.slice(range.pos, range.end)).filter((comment) => comment.startsWith("/**"));
  });
  const own = comments.at(-1)?.slice("/*".length, -"*/".length).replace(/\n\s*/g, "\n ");
  const schema = own === undefined ? schemaOf(checker, symbol) : undefined;
  return schema ? docstringOf(checker, schema) : own;
}

/** The constant that a field's schema is made of: `permissions` in `permissions: local(permissions.optional())`. */
function schemaOf(checker: ts.TypeChecker, { declarations: [field] = [] }: ts.Symbol): ts.Symbol | undefined {
  if (!field) return undefined;
  let symbol: ts.Symbol | undefined;
  if (ts.isShorthandPropertyAssignment(field)) symbol = checker.getShorthandAssignmentValueSymbol(field);
  else if (ts.isPropertyAssignment(field)) symbol = rootOf(checker, field.initializer);
  return constantOf(checker, symbol);
}

function rootOf(checker: ts.TypeChecker, expression: ts.Expression): ts.Symbol | undefined {
  if (ts.isPropertyAccessExpression(expression)) {
    // `fields.name` and `keyClouds.aws` are constants themselves; `name.optional` is a method of one.
    return constantOf(checker, checker.getSymbolAtLocation(expression)) ?? rootOf(checker, expression.expression);
  }
  if (!ts.isCallExpression(expression)) return checker.getSymbolAtLocation(expression);
  const [marked] = expression.arguments;
  // `secret(schema)` and the like mark a schema; every other call is of a method of one.
  return rootOf(checker, ts.isIdentifier(expression.expression) && marked ? marked : expression.expression);
}

function constantOf(checker: ts.TypeChecker, named: ts.Symbol | undefined): ts.Symbol | undefined {
  const symbol = named && named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
  const declaration = symbol?.valueDeclaration;
  return declaration && (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration))
    ? symbol
    : undefined;
}

const superclass = (node: ts.ClassDeclaration): ts.Expression | undefined =>
  node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;

function typeOfConstant(file: ts.SourceFile, name: ts.Expression | undefined): ts.TypeNode | undefined {
  if (!name || !ts.isIdentifier(name)) return undefined;
  return file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find((declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name.text)?.type;
}
