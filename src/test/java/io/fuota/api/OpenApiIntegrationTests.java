package io.fuota.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ApiClient;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The document and the running server know the same paths and methods. */
@SharedTestServer
class OpenApiIntegrationTests {

	private static final String ROOT = "/api/v1";

	private final TestServer server;

	OpenApiIntegrationTests(TestServer server) {
		this.server = server;
	}

	@Test
	void theServerServesTheDocument() {
		assertThat(new ApiClient(server).get("/openapi.json").get("openapi").asString()).isEqualTo("3.1.0");
	}

	@Test
	void everyOperationOfTheDocumentIsThere() {
		server.admin().upload("a.bin", Esp32Image.of("demo", "1.1", 50_000));
		server.admin().assign("d", "1.0", "a.bin");
		ApiClient api = new ApiClient(server);
		api.send("PUT", "/packages/a.bin",
				"{\"version\":\"1.1\",\"name\":\"a\",\"type\":\"URL_LIST\",\"payload\":[\"a.bin\"]}");
		api.send("PUT", "/exosite/products/p/devices/s", "");
		OpenApiTests.operations()
			.forEach((path, methods) -> methods.stream()
				.filter(method -> !path.equals("/events") && !method.equals("delete"))
				.forEach(method -> {
					String target = ROOT + path.replace("{id}", "d")
						.replace("{name}", "a.bin")
						.replace("{product}", "p")
						.replace("{sn}", "s");
					RawResponse answer = server.admin()
						.send(method.toUpperCase(Locale.ROOT), target, "[]".getBytes(StandardCharsets.UTF_8),
								"Accept: */*\r\nContent-Type: application/json");
					assertThat(answer.status()).as("%s %s", method, path).isNotIn(404, 405, 500);
				}));
	}

	@Test
	void everyMappingOfTheServerIsInTheDocument() {
		AntPathMatcher matcher = new AntPathMatcher();
		Set<String> undocumented = new TreeSet<>();
		server.part(RequestMappingHandlerMapping.class).getHandlerMethods().forEach((mapping, _) -> {
			for (String pattern : mapping.getPatternValues()) {
				if (!pattern.startsWith(ROOT)) {
					continue;
				}
				mapping.getMethodsCondition().getMethods().forEach(method -> {
					boolean known = OpenApiTests.operations()
						.entrySet()
						.stream()
						.anyMatch(path -> matcher.match(pattern, ROOT + path.getKey())
								&& path.getValue().contains(method.name().toLowerCase(Locale.ROOT)));
					if (!known) {
						undocumented.add(method + " " + pattern);
					}
				});
			}
		});
		assertThat(undocumented).isEmpty();
	}

}
