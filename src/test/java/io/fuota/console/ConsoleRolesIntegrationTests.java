package io.fuota.console;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ConsoleClient;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Each role may do in the console what it may do by {@code /api/v1}, and no more. */
@SharedTestServer(settings = { "FUOTA_OPERATOR_USERNAME=operator", "FUOTA_OPERATOR_PASSWORD=applies",
		"FUOTA_DEVICE_USERNAME=device", "FUOTA_DEVICE_PASSWORD=asks" })
class ConsoleRolesIntegrationTests {

	/** What the console has, and what a program does instead. */
	private static final List<Same> TABLE = """
			GET  /console                          GET    /api/v1/counts
			GET  /console/                         GET    /api/v1/counts
			GET  /console/events                   GET    /api/v1/events
			GET  /console/devices                  GET    /api/v1/devices
			GET  /console/devices/unknown          GET    /api/v1/devices/unknown
			POST /console/devices/label            POST   /api/v1/labels
			POST /console/devices/release          POST   /api/v1/devices/none/release
			GET  /console/device                   GET    /api/v1/devices/none
			POST /console/device/release           POST   /api/v1/devices/none/release
			POST /console/device/unassign          DELETE /devices/none
			POST /console/device/labels            PUT    /api/v1/devices/none/labels
			POST /console/device/describe          PUT    /api/v1/devices/none/description
			POST /console/device/forget            DELETE /api/v1/devices/none
			POST /console/device/credential        POST   /api/v1/exosite/products/none/devices/none/cik
			GET  /console/firmware                 GET    /api/v1/files
			POST /console/firmware                 PUT    /api/v1/files/none
			PUT  /console/firmware/bytes           PUT    /api/v1/files/none
			POST /console/firmware/delete          DELETE /api/v1/files/none
			GET  /console/assign                   POST   /api/v1/assignments
			POST /console/assign                   POST   /api/v1/assignments
			GET  /console/packages                 GET    /api/v1/packages
			GET  /console/packages/form            PUT    /api/v1/packages/none
			POST /console/packages/form            PUT    /api/v1/packages/none
			POST /console/packages/delete          DELETE /api/v1/packages/none
			GET  /console/package                  GET    /api/v1/packages/none
			POST /console/package/apply            POST   /api/v1/packages/none/apply
			GET  /console/rules                    GET    /api/v1/mongoose/rules
			POST /console/rules                    PUT    /api/v1/mongoose/rules
			GET  /console/riot                     POST   /publish
			POST /console/riot/publish             POST   /publish
			POST /console/riot/tell                POST   /notify
			POST /console/riot/remove              POST   /remove
			GET  /console/riot/told                POST   /notify
			GET  /console/activity                 GET    /api/v1/audit
			GET  /console/settings                 GET    /api/v1/audit
			GET  /console/settings/certificate.pem GET    /api/v1/audit
			""".lines().map(Same::of).toList();

	/** What anybody may ask for, and what only a session makes sense of. */
	private static final Set<String> WITHOUT_ROLE = Set.of("GET /console/log-in", "POST /console/log-in",
			"POST /console/log-out", "GET /console/assets/{hash}/{name}");

	private final TestServer server;

	ConsoleRolesIntegrationTests(TestServer server) {
		this.server = server;
	}

	/** A path of the console and its like. */
	record Same(String method, String path, String apiMethod, String apiPath) {

		static Same of(String line) {
			String[] words = line.split(" +", -1);
			return new Same(words[0], words[1], words[2], words[3]);
		}

		String console() {
			return method + " " + path;
		}

	}

	enum Who {

		ADMIN(TestServer.USERNAME, TestServer.PASSWORD), OPERATOR("operator", "applies"), DEVICE("device", "asks"),
		STRANGER("", "");

		private final String username;

		private final String password;

		Who(String username, String password) {
			this.username = username;
			this.password = password;
		}

	}

	@Test
	void thereIsNoOtherPath() {
		Set<String> mapped = server.part(RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.keySet()
			.stream()
			.flatMap(info -> paths(info).stream())
			.filter(path -> path.contains(" /console"))
			.collect(toSet());
		Set<String> known = TABLE.stream().map(Same::console).collect(toSet());
		known.addAll(WITHOUT_ROLE);
		assertThat(mapped).isEqualTo(known);
	}

	@ParameterizedTest
	@EnumSource
	void eachRoleMayDoTheSameByBoth(Who who) throws IOException {
		ConsoleClient console = new ConsoleClient(server);
		console.get("/console/log-in");
		if (who != Who.STRANGER) {
			console.logIn(who.username, who.password);
			console.get("/console");
		}
		for (Same same : TABLE) {
			assertThat(mayInConsole(same, console)).as("%s: %s", who, same)
				.isEqualTo(mayByApi(same.apiMethod(), same.apiPath(), who));
		}
	}

	@Test
	void theTableHasSomethingForEachRole() throws IOException {
		assertThat(allowed(Who.ADMIN)).hasSameSizeAs(TABLE);
		assertThat(allowed(Who.OPERATOR)).contains("GET /console", "GET /console/device", "POST /console/package/apply")
			.doesNotContain("POST /console/packages/form", "GET /console/activity")
			.hasSize(10);
		assertThat(allowed(Who.DEVICE)).isEmpty();
		assertThat(allowed(Who.STRANGER)).isEmpty();
	}

	private List<String> allowed(Who who) throws IOException {
		List<Same> allowed = new ArrayList<>();
		for (Same same : TABLE) {
			if (mayByApi(same.apiMethod(), same.apiPath(), who)) {
				allowed.add(same);
			}
		}
		return allowed.stream().map(Same::console).toList();
	}

	private boolean mayInConsole(Same same, ConsoleClient console) throws IOException {
		StringBuilder cookies = new StringBuilder();
		console.cookies().forEach((name, value) -> cookies.append(name).append('=').append(value).append("; "));
		Head answer = ask(same.method(), same.path(), "Cookie: " + cookies + "\r\nX-CSRF-TOKEN: " + console.token()
				+ "\r\nAccept: text/html, text/event-stream");
		return answer.status() != 401 && answer.status() != 403 && !answer.leadsToTheLogIn();
	}

	private boolean mayByApi(String method, String path, Who who) throws IOException {
		Head answer = ask(method, path, who == Who.STRANGER ? "Accept: */*"
				: "Authorization: " + AdminClient.basic(who.username, who.password));
		return answer.status() != 401 && answer.status() != 403;
	}

	/** How an answer begins; a stream has no end. */
	record Head(int status, boolean leadsToTheLogIn) {
	}

	private Head ask(String method, String path, String headerLines) throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(server.port())) {
			client.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headerLines
					+ "\r\nContent-Length: 0\r\n\r\n");
			BufferedReader answer = new BufferedReader(
					new InputStreamReader(client.incoming(), StandardCharsets.ISO_8859_1));
			int status = Integer.parseInt(String.valueOf(answer.readLine()).split(" ", -1)[1]);
			boolean logIn = answer.lines()
				.takeWhile(line -> !line.isEmpty())
				.anyMatch(line -> line.startsWith("Location: /console/log-in"));
			// A stream says good-bye only at its next sign of life.
			client.abort();
			return new Head(status, logIn);
		}
	}

	private static List<String> paths(RequestMappingInfo info) {
		return info.getPatternValues()
			.stream()
			.flatMap(path -> info.getMethodsCondition().getMethods().stream().map(method -> method + " " + path))
			.toList();
	}

}
