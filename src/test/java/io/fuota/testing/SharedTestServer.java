package io.fuota.testing;

import io.fuota.device.DeviceId;
import io.fuota.fleet.DeviceCare;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.UnknownDevice;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands a {@link TestServer} parameter to the tests of a class: one server for all
 * classes that say so (a start costs seconds), without a device or a file at the begin of
 * each test. Tests that stop it or break it start their own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedTestServer.Extension.class)
public @interface SharedTestServer {

	/**
	 * Settings besides the usual ones, each as {@code name=value}; classes with the same
	 * settings share a server.
	 */
	String[] settings() default {};

	/**
	 * The upload limit of the shared server, in bytes: room for a file that no socket
	 * buffer swallows whole.
	 */
	int MAX_UPLOAD_BYTES = 20 * 1024 * 1024;

	/**
	 * Starts the server for the first class that wants it; JUnit closes it after the
	 * last.
	 */
	final class Extension implements ParameterResolver, BeforeEachCallback {

		@Override
		public void beforeEach(ExtensionContext context) {
			TestServer server = server(context);
			// Before the files, which rules keep.
			server.admin().put("/api/v1/mongoose/rules", "text/csv", new byte[0]);
			server.admin().clear();
			Fleet fleet = server.part(Fleet.class);
			Stream.concat(fleet.all().map(DeviceStatus::id), fleet.unknown().stream().map(UnknownDevice::id))
				.map(DeviceId::new)
				.toList()
				.forEach(server.part(DeviceCare.class)::forget);
		}

		@Override
		public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
			return parameter.getParameter().getType() == TestServer.class;
		}

		@Override
		public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
			return server(context);
		}

		private static TestServer server(ExtensionContext context) {
			String[] settings = context.getRequiredTestClass().getAnnotation(SharedTestServer.class).settings();
			return context.getRoot()
				.getStore(Namespace.create(Extension.class))
				.computeIfAbsent(List.of(settings), (_) -> start(settings), TestServer.class);
		}

		private static TestServer start(String... settings) {
			TestServer server = TestServer.prepare().with("FUOTA_MAX_UPLOAD", MAX_UPLOAD_BYTES + "B");
			for (String setting : settings) {
				int equals = setting.indexOf('=');
				server.with(setting.substring(0, equals), setting.substring(equals + 1));
			}
			return server.start();
		}

	}

}
