package io.fuota.protocol.mongoose;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Leads requests to {@link MongooseController}: its paths are settings, so annotations
 * can't name them.
 */
@Component
class MongooseMapping implements HandlerMapping, Ordered {

	private final MongoosePaths paths;

	private final HandlerMethod handler;

	MongooseMapping(MongoosePaths paths, MongooseController controller) throws NoSuchMethodException {
		this.paths = paths;
		this.handler = new HandlerMethod(controller, answer());
	}

	private static Method answer() throws NoSuchMethodException {
		return MongooseController.class.getDeclaredMethod("answer", HttpServletRequest.class,
				HttpServletResponse.class);
	}

	@Override
	public int getOrder() {
		// Before the annotated ones, of which one has all of /files.
		return -1;
	}

	@Override
	public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) {
		boolean mine = paths.serves(request) || paths.bundleAmongFiles(request).isPresent();
		return mine ? new HandlerExecutionChain(handler) : null;
	}

}
