package io.fuota.testing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/** Bundles as {@code mos} makes them, of any application, platform, version and size. */
public final class MongooseBundle {

	private MongooseBundle() {
	}

	/**
	 * A bundle with one part.
	 * @param appBytes the size of the part
	 */
	public static byte[] of(String name, String platform, String version, String buildId, int appBytes) {
		byte[] app = new byte[appBytes];
		new Random(appBytes + version.hashCode()).nextBytes(app);
		return of(name, platform, version, buildId, app);
	}

	/** A bundle with this one part. */
	public static byte[] of(String name, String platform, String version, String buildId, byte[] app) {
		String manifest = """
				{"name":"%s","platform":"%s","version":"%s","build_id":"%s","parts":{"app":{"type":"app",\
				"src":"app.bin","cs_sha1":"%s","size":%d}}}""".formatted(name, platform, version, buildId, sha1(app),
				app.length);
		BundleBuilder bundle = new BundleBuilder();
		bundle.add("manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
		bundle.add("app.bin", app);
		return bundle.build();
	}

	private static String sha1(byte[] data) {
		return HexFormat.of().formatHex(Esp32ImageBuilder.digest("SHA-1", data));
	}

}
