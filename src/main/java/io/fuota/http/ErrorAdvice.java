package io.fuota.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.NoHandlerFoundException;

/** Turns what handlers throw into answers. */
@ControllerAdvice
class ErrorAdvice {

	// https://sqlite.org/rescode.html

	private static final int SQLITE_READONLY = 8;

	private static final int SQLITE_IOERR = 10;

	private static final int SQLITE_FULL = 13;

	private static final int SQLITE_CANTOPEN = 14;

	private final ErrorAnswers errors;

	ErrorAdvice(ErrorAnswers errors) {
		this.errors = errors;
	}

	@ExceptionHandler
	void refused(HttpRefusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
		errors.refuse(request, response, refusal.status(), String.valueOf(refusal.getMessage()));
	}

	@ExceptionHandler
	void nothingHere(NoHandlerFoundException unknown, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		errors.refuse(request, response, HttpStatus.NOT_FOUND, "There is nothing under this path.");
	}

	@ExceptionHandler
	void wrongMethod(HttpRequestMethodNotSupportedException wrong, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		String[] allowed = wrong.getSupportedMethods();
		errors.refuse(request, response, HttpStatus.METHOD_NOT_ALLOWED,
				"The method " + wrong.getMethod() + " isn't for this path.",
				allowed == null ? Map.of() : Map.of(HttpHeaders.ALLOW, String.join(", ", allowed)));
	}

	@ExceptionHandler
	void unreadable(HttpMessageNotReadableException wrong, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		errors.refuse(request, response, HttpStatus.BAD_REQUEST, "The body isn't the JSON that this path takes.");
	}

	/** The client went away: there is nobody to answer. */
	@ExceptionHandler({ ClientAbortException.class, AsyncRequestNotUsableException.class })
	void clientGone() {
		// The request's log line tells how many bytes were sent.
	}

	@ExceptionHandler
	void failed(Exception failure, HttpServletRequest request, HttpServletResponse response) throws Exception {
		if (failure instanceof ErrorResponse worded && worded.getStatusCode().is4xxClientError()) {
			HttpStatus status = HttpStatus.valueOf(worded.getStatusCode().value());
			errors.refuse(request, response, status, status.getReasonPhrase() + ".");
			return;
		}
		if (isDiskFull(failure) && !response.isCommitted()) {
			errors.refuse(request, response, HttpStatus.INSUFFICIENT_STORAGE,
					"The server's disk is full; nothing was changed.");
			return;
		}
		boolean begun = response.isCommitted();
		if (isDiskFailing(failure)) {
			errors.fail(request, response, HttpStatus.SERVICE_UNAVAILABLE,
					"The server can't write to its disk; send this again when it can.", failure);
		}
		else {
			errors.fail(request, response, failure);
		}
		if (begun) {
			// Tomcat ends the connection: a client that waits for the rest of a body must
			// not wait for ever, or take the next answer for it.
			throw failure;
		}
	}

	private static boolean isDiskFull(Throwable failure) {
		return isOf(failure, Set.of(SQLITE_FULL), "No space left");
	}

	/** A disk that became read-only, as Linux makes it after errors, or fails. */
	private static boolean isDiskFailing(Throwable failure) {
		return isOf(failure, Set.of(SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN), "Read-only file system")
				|| isOf(failure, Set.of(), "Input/output error") || isConnectionTakenAway(failure);
	}

	/**
	 * The pool takes a connection away at such an error; where a rollback finds that, its
	 * failure hides the first one.
	 */
	private static boolean isConnectionTakenAway(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException && "Connection is closed".equals(cause.getMessage())) {
				return true;
			}
		}
		return false;
	}

	/** As SQLite and the file system say it. */
	private static boolean isOf(Throwable failure, Set<Integer> databaseErrors, String fileError) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			boolean database = cause instanceof SQLException sql && databaseErrors.contains(sql.getErrorCode());
			boolean file = cause instanceof IOException && String.valueOf(cause.getMessage()).contains(fileError);
			if (database || file) {
				return true;
			}
		}
		return false;
	}

}
