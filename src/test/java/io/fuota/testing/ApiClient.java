package io.fuota.testing;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that uses {@code /api/v1}. */
public final class ApiClient {

	private static final JsonMapper JSON = new JsonMapper();

	private final AdminClient admin;

	public ApiClient(TestServer server) {
		this.admin = server.admin();
	}

	/** The JSON under a path behind {@code /api/v1}. */
	public JsonNode get(String path) {
		return JSON.readTree(this.admin.get("/api/v1" + path).body());
	}

	/** The same, once it is as it should be. */
	public JsonNode await(String path, Predicate<JsonNode> condition) {
		return Awaitility.await().until(() -> get(path), condition);
	}

	public RawResponse send(String method, String path, String json) {
		return this.admin.send(method, "/api/v1" + path, json.getBytes(StandardCharsets.UTF_8),
				"Accept: application/json\r\nContent-Type: application/json");
	}

	/** The JSON of an answer. */
	public static JsonNode json(RawResponse answer) {
		return JSON.readTree(answer.body());
	}

}
