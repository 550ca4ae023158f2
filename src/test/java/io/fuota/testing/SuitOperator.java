package io.fuota.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Build machine and operator of RIOT nodes: what {@code otaclient.py} sends. */
public final class SuitOperator {

	private final AdminClient admin;

	public SuitOperator(TestServer server) {
		this(server.admin());
	}

	public SuitOperator(AdminClient admin) {
		this.admin = admin;
	}

	/** {@code --publish-id <id> --files …}: files by their names. */
	public RawResponse publish(String id, Map<String, byte[]> files, String... headerLines) {
		FormBody form = new FormBody().field("publish_id", id);
		files.forEach(form::file);
		return publish(form, headerLines);
	}

	/** Any form. */
	public RawResponse publish(FormBody form, String... headerLines) {
		return this.admin.post("/publish", FormBody.contentType(), form.toBytes(), headerLines);
	}

	/** A form of fields to a path; names and values by turns. */
	public RawResponse form(String path, String[] namesAndValues, String... headerLines) {
		return this.admin.post(path, "application/x-www-form-urlencoded", pairs(namesAndValues), headerLines);
	}

	/** The body of such a form. */
	public static byte[] pairs(String... namesAndValues) {
		List<String> pairs = new ArrayList<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			pairs.add(namesAndValues[i] + "=" + URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
		}
		return String.join("&", pairs).getBytes(StandardCharsets.UTF_8);
	}

	/** The same, answered in JSON. */
	public RawResponse inJson(String path, String... namesAndValues) {
		return form(path, namesAndValues, "Accept: application/json");
	}

}
