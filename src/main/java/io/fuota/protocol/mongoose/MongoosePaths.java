package io.fuota.protocol.mongoose;

import io.fuota.http.PlainHttpProtocol;
import io.fuota.http.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells which requests are for this protocol, from their raw paths. */
@Component
class MongoosePaths implements PlainHttpProtocol {

	/**
	 * Where firmware lies for everybody with credentials; bundles here are static, too.
	 */
	private static final RequestPath FILES = RequestPath.parse("/files/");

	private static final String BUNDLE = ".zip";

	private final List<Configured> polls;

	private final List<Configured> statics;

	/** A path of the settings, and whether it takes devices without credentials. */
	private record Configured(RequestPath path, boolean anonymous) {

		/** The name behind a static path. */
		Optional<String> nameIn(RequestPath request) {
			int length = path.segments().size();
			List<String> segments = request.segments();
			boolean under = segments.size() > length && segments.subList(0, length).equals(path.segments());
			return under ? Optional.of(String.join("/", segments.subList(length, segments.size()))) : Optional.empty();
		}

	}

	MongoosePaths(MongooseSettings settings) {
		this.polls = settings.paths().stream().map(path -> configured(path, settings)).toList();
		this.statics = settings.staticPaths().stream().map(path -> configured(path, settings)).toList();
	}

	private static Configured configured(String path, MongooseSettings settings) {
		return new Configured(RequestPath.parse(path), settings.anonymous().contains(path));
	}

	@Override
	public String name() {
		return "mongoose";
	}

	/** Whether this path belongs to nobody else; what it is for may be wrong. */
	@Override
	public boolean serves(HttpServletRequest request) {
		return poll(request).isPresent() || staticPath(request).isPresent();
	}

	/** Whether a device polls here. */
	boolean isPoll(HttpServletRequest request) {
		return poll(request).isPresent();
	}

	/** The file that is asked for under a static path. */
	Optional<String> staticName(HttpServletRequest request) {
		RequestPath path = path(request);
		return path == null ? Optional.empty() : staticPath(request).flatMap(prefix -> prefix.nameIn(path));
	}

	/** The bundle that a device asks for among all files. */
	Optional<String> bundleAmongFiles(HttpServletRequest request) {
		RequestPath path = path(request);
		if (path == null || request.getHeader(MongooseRequest.FIRMWARE_HEADER) == null) {
			return Optional.empty();
		}
		return new Configured(FILES, false).nameIn(path).filter(name -> name.endsWith(BUNDLE));
	}

	/** Whether no credentials are needed. */
	boolean takesAnonymous(HttpServletRequest request) {
		return poll(request).or(() -> staticPath(request)).filter(Configured::anonymous).isPresent();
	}

	private Optional<Configured> poll(HttpServletRequest request) {
		RequestPath path = path(request);
		return polls.stream()
			.filter(known -> path != null && known.path().segments().equals(path.segments()))
			.findFirst();
	}

	private Optional<Configured> staticPath(HttpServletRequest request) {
		RequestPath path = path(request);
		return statics.stream().filter(known -> path != null && known.nameIn(path).isPresent()).findFirst();
	}

	private static @Nullable RequestPath path(HttpServletRequest request) {
		try {
			return RequestPath.of(request);
		}
		catch (IllegalArgumentException malformed) {
			return null;
		}
	}

}
