package io.fuota.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Stylesheet, scripts and icon. Each is read at its first use, and has the hash of its
 * bytes in its path, so that browsers keep it for ever.
 */
@Controller
class Assets {

	private static final int HASH_LENGTH = 12;

	private record Kind(String resource, String type) {
	}

	private static final String SCRIPT = "text/javascript;charset=UTF-8";

	private static final Map<String, Kind> KINDS = Map.of( //
			"console.css", new Kind("/console/assets/console.css", "text/css;charset=UTF-8"), //
			"console.js", new Kind("/console/assets/console.js", SCRIPT), //
			"upload.js", new Kind("/console/assets/upload.js", SCRIPT), //
			"icon.svg", new Kind("/console/assets/icon.svg", "image/svg+xml"), //
			"htmx.js", new Kind("/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js", SCRIPT));

	private final Map<String, Asset> read = new ConcurrentHashMap<>();

	/** Where a page finds it. */
	public String path(String name) {
		return ConsolePath.ASSETS + asset(name).hash + "/" + name;
	}

	@GetMapping(ConsolePath.ASSETS + "{hash}/{name}")
	void send(@PathVariable String name, HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!KINDS.containsKey(name)) {
			response.setStatus(HttpStatus.NOT_FOUND.value());
			return;
		}
		Asset asset = asset(name);
		response.setContentType(asset.type);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
		Compressed.send(request, response, asset.bytes);
	}

	private Asset asset(String name) {
		return read.computeIfAbsent(name, missing -> {
			Kind kind = KINDS.get(missing);
			if (kind == null) {
				throw new IllegalArgumentException("no asset " + missing);
			}
			byte[] bytes = bytes(kind.resource());
			return new Asset(bytes, hash(bytes), kind.type());
		});
	}

	private static byte[] bytes(String resource) {
		try (InputStream in = Assets.class.getResourceAsStream(resource)) {
			if (in == null) {
				throw new IllegalStateException(resource + " isn't in the jar");
			}
			return in.readAllBytes();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private static String hash(byte[] bytes) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
				.substring(0, HASH_LENGTH);
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

	private static final class Asset {

		private final byte[] bytes;

		private final String hash;

		private final String type;

		Asset(byte[] bytes, String hash, String type) {
			this.bytes = bytes;
			this.hash = hash;
			this.type = type;
		}

	}

}
