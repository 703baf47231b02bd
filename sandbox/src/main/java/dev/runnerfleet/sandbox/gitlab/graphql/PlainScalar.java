package dev.runnerfleet.sandbox.gitlab.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.util.Locale;

/** A scalar that is a text on the way in, and on the way out whatever it is. */
final class PlainScalar implements Coercing<Object, Object> {
  private PlainScalar() {}

  static GraphQLScalarType named(String name) {
    return GraphQLScalarType.newScalar().name(name).coercing(new PlainScalar()).build();
  }

  @Override
  public Object serialize(Object result, GraphQLContext context, Locale locale) {
    return result;
  }

  @Override
  public Object parseValue(Object input, GraphQLContext context, Locale locale) {
    if (input instanceof String text) {
      return text;
    }
    throw new CoercingParseValueException("a text is expected");
  }

  @Override
  public Object parseLiteral(
      Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
    if (input instanceof StringValue text) {
      return text.getValue();
    }
    throw new CoercingParseLiteralException("a text is expected");
  }
}
