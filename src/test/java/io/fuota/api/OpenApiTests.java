package io.fuota.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.fleet.AttemptState;
import io.fuota.history.EventKind;
import io.fuota.update.AssignmentPlan;
import io.fuota.update.UpdateDecision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document says what the records say. */
class OpenApiTests {

	private static final JsonNode DOCUMENT = read();

	static Stream<Class<?>> records() {
		return Stream.concat(
				Arrays.stream(Views.class.getDeclaredClasses()).filter(type -> !type.equals(Views.Page.class)),
				Stream.of(AssignmentPlan.class, AssignmentPlan.Objection.class, ApiAssignmentsController.Wish.class,
						ApiDevicesController.LabelChange.class, ApiDevicesController.Description.class));
	}

	@ParameterizedTest
	@MethodSource("records")
	void aSchemaHasTheFieldsOfItsRecord(Class<?> type) {
		JsonNode schema = schema(type.getSimpleName());
		assertThat(new TreeSet<>(schema.get("properties").propertyNames()))
			.isEqualTo(new TreeSet<>(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList()));
		for (RecordComponent field : type.getRecordComponents()) {
			JsonNode property = schema.at("/properties/" + field.getName());
			assertThat(kind(property)).as("%s.%s", type.getSimpleName(), field.getName())
				.isEqualTo(kind(field.getType()));
			if (schema.has("additionalProperties")) {
				assertThat(isNullable(property)).as("%s.%s may be null", type.getSimpleName(), field.getName())
					.isEqualTo(isNullable(field.getAnnotatedType()));
			}
		}
	}

	@Test
	void everyStateAndKindIsNamed() {
		assertThat(values("/AttemptView/properties/state/enum"))
			.containsExactly(Arrays.stream(AttemptState.values()).map(Enum::name).toArray(String[]::new));
		assertThat(values("/EventView/properties/kind/enum"))
			.containsExactly(Arrays.stream(EventKind.values()).map(Enum::name).toArray(String[]::new));
		assertThat(values("/DecisionView/properties/action/enum"))
			.contains(Arrays.stream(UpdateDecision.Reason.values()).map(Enum::name).toArray(String[]::new));
	}

	@Test
	void everyReferenceLeadsSomewhere() {
		for (JsonNode reference : DOCUMENT.findValues("$ref")) {
			assertThat(DOCUMENT.at(reference.asString().substring(1)).isMissingNode()).as(reference.asString())
				.isFalse();
		}
	}

	private static JsonNode schema(String name) {
		JsonNode schema = DOCUMENT.at("/components/schemas/" + name);
		assertThat(schema.isMissingNode()).as("a schema %s", name).isFalse();
		return schema;
	}

	private static List<String> values(String path) {
		return DOCUMENT.at("/components/schemas" + path).valueStream().map(JsonNode::asString).toList();
	}

	private static String kind(JsonNode property) {
		if (property.has("$ref") || property.has("oneOf")) {
			return "object";
		}
		JsonNode type = property.get("type");
		String name = (type.isArray() ? type.get(0) : type).asString();
		return property.has("format") && name.equals("string") ? "time" : name;
	}

	private static String kind(Class<?> type) {
		if (type.equals(String.class)) {
			return "string";
		}
		if (type.equals(Instant.class)) {
			return "time";
		}
		if (type.equals(boolean.class) || type.equals(Boolean.class)) {
			return "boolean";
		}
		if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
			return "integer";
		}
		return List.class.equals(type) ? "array" : "object";
	}

	private static boolean isNullable(JsonNode property) {
		return property.has("oneOf") || property.path("type").isArray();
	}

	private static boolean isNullable(AnnotatedType type) {
		return type.isAnnotationPresent(Nullable.class);
	}

	private static JsonNode read() {
		try (InputStream document = Objects.requireNonNull(OpenApiTests.class.getResourceAsStream("/openapi.json"))) {
			return new JsonMapper().readTree(document);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** Paths of the document with their methods, for the test against a server. */
	static Map<String, List<String>> operations() {
		Map<String, List<String>> operations = new java.util.TreeMap<>();
		DOCUMENT.get("paths")
			.propertyStream()
			.forEach(path -> operations.put(path.getKey(), path.getValue().propertyNames().stream().toList()));
		return operations;
	}

}
