package io.fuota.protocol.fuota;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Whatever a device sends, the answer to a check is one that doesn't reboot it: 200, 204,
 * 400, 403 or 404 (docs/protocols/esp32-fuota-https.md §1.2), with an empty body unless
 * it is an offer.
 */
@SharedTestServer
class OddChecksIntegrationTests {

	private static final String FILE = "odd.bin";

	private final DeviceClient device;

	private final AdminClient admin;

	OddChecksIntegrationTests(TestServer server) {
		this.device = new DeviceClient(server);
		this.admin = server.admin();
	}

	@BeforeEach
	void row() {
		this.admin.upload(FILE, "odd".getBytes(StandardCharsets.UTF_8));
		this.admin.assign("00001", "1", FILE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/devices/%", "/devices/%?app_ver=1", "/devices/%zz?app_ver=1", "/devices/%2?app_ver=1",
			"/devices/%00?app_ver=1", "/devices/00001%00?app_ver=1", "/devices/%0d%0a?app_ver=1",
			"/devices/a%2fb?app_ver=1", "/devices/a%2Fb?app_ver=1", "/devices/a%5cb?app_ver=1",
			"/devices/a\\b?app_ver=1", "/devices/%252f?app_ver=1", "/devices/100%25?app_ver=1",
			"/devices/a;b?app_ver=1", "/devices/a;b=c?app_ver=1", "/devices/;?app_ver=1", "/devices/a%3bb?app_ver=1",
			"/devices//00001?app_ver=1", "//devices/00001?app_ver=1", "/devices/00001//?app_ver=1",
			"/devices///?app_ver=1", "/devices/./00001?app_ver=1", "/devices/../devices/00001?app_ver=1",
			"/devices/..?app_ver=1", "/devices/.?app_ver=1", "/devices/%2e%2e?app_ver=1",
			"/devices/%2e%2e/files/odd.bin", "/devices/00001/..;/?app_ver=1", "/devices/a/b?app_ver=1",
			"/devices/a/b/c?app_ver=1", "/devices/\"?app_ver=1", "/devices/'?app_ver=1", "/devices/<b>?app_ver=1",
			"/devices/{id}?app_ver=1", "/devices/a|b^c`d?app_ver=1", "/devices/[a]?app_ver=1",
			"/devices/\u00fc?app_ver=1", "/devices/%c3%bc?app_ver=1", "/devices/%ff%fe?app_ver=1",
			"/devices/%c0%af?app_ver=1", "/devices/%ed%a0%80?app_ver=1", "/devices/%e2%80%ae?app_ver=1",
			"/devices/%7f?app_ver=1", "/devices/%09?app_ver=1", "/devices/a%20b?app_ver=1", "/devices/a+b?app_ver=1",
			"/devices/*?app_ver=1", "/devices/00001?app_ver=*", "/devices/00001?app_ver=%",
			"/devices/00001?app_ver=%zz", "/devices/00001?app_ver=%00", "/devices/00001?app_ver=\u00ff",
			"/devices/00001?app_ver=\"", "/devices/00001?app_ver=%ff", "/devices/00001?app_ver=<script>",
			"/devices/00001?app_ver=1;2", "/devices/00001?app_ver=a=b", "/devices/00001?app_ver=a|b",
			"/devices/00001?app_ver=1'%20or%201=1--", "/devices/00001?app_ver=..%2f..%2fetc",
			"/devices/00001?APP_VER=1", "/devices/00001?app_ver[]=1", "/devices/00001?&&&", "/devices/00001??app_ver=1",
			"/devices/00001?app_ver=1?x", "/devices/00001?=1", "/devices/00001#?app_ver=1",
			"/devices/00001?app_ver=1#x", "/devices/00001?app_ver=%20", "/devices/00001?app_ver=+",
			"/devices/00001;jsessionid=1?app_ver=2", "/devices/00001.json?app_ver=1", "/devices/00001.csv?app_ver=1",
			"/devices/%E0%A4%A?app_ver=1", "/devices/00001 ?app_ver=1", "/devices/0 0001?app_ver=1",
			"devices/00001?app_ver=1", "http://localhost/devices/00002?app_ver=1",
			"https://[::1/devices/00001?app_ver=1", "/devices/00001?app_ver=2&app_ver=",
			"/devices/00001?app_ver=&app_ver=2", "/devices/00001?app_ver=2&_method=PUT" })
	void anOddTargetGetsAHarmlessAnswer(String target) {
		assertHarmless(this.device.get(target));
	}

	@ParameterizedTest
	@ValueSource(ints = { 255, 256, 257, 1000, 7000, 9000, 70_000 })
	void anOverlongIdOrVersionGetsAHarmlessAnswer(int length) {
		assertHarmless(this.device.get("/devices/" + "x".repeat(length) + "?app_ver=1"));
		assertHarmless(this.device.get("/devices/00001?app_ver=" + "9".repeat(length)));
		if (length <= 3000) {
			assertHarmless(this.device.get("/devices/" + "%c3%bc".repeat(length) + "?app_ver=1"));
		}
	}

	@Test
	void anIdOf255CharactersIsADeviceAndOneMoreIsNone() {
		String longest = "x".repeat(255);
		this.admin.assign(longest, "1", FILE);
		assertThat(this.device.get("/devices/" + longest + "?app_ver=1").text()).isEqualTo(FILE);
		assertThat(this.device.get("/devices/" + longest + "x?app_ver=1").status()).isIn(400, 404);
	}

	static Stream<Arguments> oddCredentials() {
		String valid = TestServer.USERNAME + ":" + TestServer.PASSWORD;
		return Stream.of(arguments("none", ""), arguments("empty", "Authorization:"),
				arguments("no scheme", "Authorization: " + base64(valid)),
				arguments("Basic alone", "Authorization: Basic"),
				arguments("Basic and a blank", "Authorization: Basic "),
				arguments("Bearer", "Authorization: Bearer " + base64(valid)),
				arguments("Digest", "Authorization: Digest username=\"server_username\""),
				arguments("broken base64", "Authorization: Basic !!!not*base64"),
				arguments("cut base64", "Authorization: Basic c2VydmVyX3VzZX"),
				arguments("base64 of nothing", "Authorization: Basic ===="),
				arguments("no colon", "Authorization: Basic " + base64(TestServer.USERNAME)),
				arguments("empty name and password", "Authorization: Basic " + base64(":")),
				arguments("empty password", "Authorization: Basic " + base64(TestServer.USERNAME + ":")),
				arguments("empty name", "Authorization: Basic " + base64(":" + TestServer.PASSWORD)),
				arguments("another name", "Authorization: Basic " + base64("admin:" + TestServer.PASSWORD)),
				arguments("a longer password", "Authorization: Basic " + base64(valid + "x")),
				arguments("a colon more", "Authorization: Basic " + base64(valid + ":")),
				arguments("another case", "Authorization: Basic " + base64(valid.toUpperCase(Locale.ROOT))),
				arguments("a NUL behind", "Authorization: Basic " + base64(valid + "\0")),
				arguments("a newline behind", "Authorization: Basic " + base64(valid + "\n")),
				arguments("not UTF-8", "Authorization: Basic /////////w=="),
				arguments("2000 characters", "Authorization: Basic " + "QUFB".repeat(500)),
				arguments("wrong, twice", "Authorization: Basic QTpC\r\nAuthorization: Basic QTpC"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("oddCredentials")
	void credentialsThatAreNotTheRightOnesAre403AndNothingMore(String name, String authorizationLine) {
		assertRefused("/devices/00001?app_ver=1", authorizationLine);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/devices/none?app_ver=1", "/devices/00001", "/files/" + FILE, "/files/none", "/files/" })
	void wrongCredentialsAre403WhateverIsAskedFor(String target) {
		assertRefused(target, "");
		assertRefused(target, "Authorization: Basic " + base64("admin:" + TestServer.PASSWORD));
	}

	private void assertRefused(String target, String authorizationLine) {
		RawResponse answer = this.device.get(target, authorizationLine);
		assertThat(answer.status()).as(target).isEqualTo(403);
		assertThat(answer.rawBody()).isEmpty();
		assertThat(answer.headers("WWW-Authenticate")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "basic", "BASIC", "Basic " })
	void anotherSpellingOfTheSchemeIsTakenOrRefusedButHarmless(String scheme) {
		String line = "Authorization: " + scheme + " " + base64(TestServer.USERNAME + ":" + TestServer.PASSWORD);
		RawResponse answer = this.device.get("/devices/00001?app_ver=1", line);
		assertThat(answer.status()).isIn(200, 403);
		assertHarmless(answer);
	}

	@Test
	void rightAndWrongCredentialsTogetherAreHarmless() {
		String wrong = "Authorization: Basic QTpC";
		assertHarmless(this.device.get("/devices/00001?app_ver=2", wrong + "\r\n" + DeviceClient.AUTHORIZED));
		assertHarmless(this.device.get("/devices/00001?app_ver=2", DeviceClient.AUTHORIZED + "\r\n" + wrong));
	}

	@Test
	void oddHeadersOfACheckAreHarmless() {
		String target = "/devices/00001?app_ver=2";
		assertHarmless(this.device.getWith(target, "Accept: application/xml"));
		assertHarmless(this.device.getWith(target, "Accept: ,;q=x"));
		assertHarmless(this.device.getWith(target, "Accept-Language: \u00ff\u00fe"));
		assertHarmless(this.device.getWith(target, "Content-Type: nonsense"));
		assertHarmless(this.device.getWith(target, "Cookie: =;=;\"", "Origin: https://elsewhere"));
		assertHarmless(this.device.getWith(target, "If-None-Match: *", "If-Match: \"x\"", "Range: bytes=0-0"));
		assertHarmless(this.device.getWith(target, "X-Forwarded-For: ,,,", "X-Forwarded-Proto: nonsense",
				"Forwarded: for=\"[", "X-HTTP-Method-Override: DELETE"));
	}

	private static void assertHarmless(RawResponse answer) {
		assertThat(answer.status()).as(answer.toString()).isIn(200, 204, 400, 403, 404);
		assertThat(answer.text()).as(answer.toString()).isEqualTo((answer.status() == 200) ? FILE : "");
		assertThat(answer.isChunked()).isFalse();
		assertThat(answer.headers("WWW-Authenticate")).isEmpty();
		assertThat(answer.headers("Server")).isEmpty();
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
