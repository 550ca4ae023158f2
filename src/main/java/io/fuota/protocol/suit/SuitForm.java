package io.fuota.protocol.suit;

import io.fuota.http.ClientBody;
import io.fuota.http.HttpRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.apache.tomcat.util.http.fileupload.UploadContext;

/**
 * A form as {@code otaclient.py} and curl send it, {@code multipart/form-data} or
 * {@code application/x-www-form-urlencoded}, read once and in constant memory: files go
 * where they are to go while they come in.
 */
final class SuitForm {

	/** The most characters of all fields together. */
	static final int MAX_FIELDS = 1024 * 1024;

	/** The most parts of a multipart form. */
	static final int MAX_PARTS = 100;

	private final Map<String, String> fields = new HashMap<>();

	private int characters;

	private SuitForm() {
	}

	/** Takes a file in; the stream is at its end, or broken, when it returns. */
	interface FileTaker {

		void take(String fieldName, InputStream bytes) throws IOException;

	}

	/**
	 * Reads a request's body to its end.
	 * @param files what becomes of files
	 * @throws HttpRefusal 400, if it is no form, or has too many fields or parts
	 */
	static SuitForm read(HttpServletRequest request, FileTaker files) throws IOException {
		SuitForm form = new SuitForm();
		String type = String.valueOf(request.getContentType());
		InputStream body = new ClientBody(request, Long.MAX_VALUE, _ -> "");
		if (type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
			form.readParts(request, body, files);
		}
		else if (type.startsWith("application/x-www-form-urlencoded")) {
			form.readPairs(body);
		}
		else {
			throw HttpRefusal
				.badRequest("The body must be a form: multipart/form-data or application/x-www-form-urlencoded.");
		}
		return form;
	}

	/** A field's text without blanks around it; empty where it is missing or blank. */
	Optional<String> field(String name) {
		return Optional.ofNullable(fields.get(name)).map(String::strip).filter(text -> !text.isEmpty());
	}

	/**
	 * A field's text.
	 * @throws HttpRefusal 400, if it is missing or blank
	 */
	String required(String name) {
		return field(name).orElseThrow(() -> HttpRefusal.badRequest("The field " + name + " is missing."));
	}

	private void readPairs(InputStream body) throws IOException {
		byte[] bytes = body.readNBytes(MAX_FIELDS + 1);
		count(bytes.length);
		for (String pair : new String(bytes, StandardCharsets.UTF_8).split("&", -1)) {
			int equals = pair.indexOf('=');
			if (equals > 0) {
				fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
			}
		}
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException malformed) {
			throw HttpRefusal.badRequest("The form has a percent sign without two hex digits behind it.");
		}
	}

	private void readParts(HttpServletRequest request, InputStream body, FileTaker files) throws IOException {
		FileUpload reader = new FileUpload();
		reader.setHeaderEncoding(StandardCharsets.UTF_8.name());
		try {
			FileItemIterator parts = reader.getItemIterator(context(request, body));
			for (int count = 1; parts.hasNext(); count++) {
				if (count > MAX_PARTS) {
					throw HttpRefusal.badRequest("A form has at most " + MAX_PARTS + " parts.");
				}
				read(parts.next(), files);
			}
		}
		catch (FileUploadException | MultipartStream.MalformedStreamException malformed) {
			throw refusal(malformed);
		}
	}

	private void read(FileItemStream part, FileTaker files) throws IOException {
		String name = part.getFieldName();
		if (name == null) {
			throw HttpRefusal.badRequest("A part of the form has no name.");
		}
		try (InputStream content = part.openStream()) {
			if (!part.isFormField()) {
				files.take(name, content);
				return;
			}
			byte[] text = content.readNBytes(MAX_FIELDS + 1);
			count(text.length);
			fields.put(name, new String(text, StandardCharsets.UTF_8));
		}
	}

	private void count(int more) {
		characters += more;
		if (characters > MAX_FIELDS) {
			throw HttpRefusal.badRequest("The fields of a form have at most " + MAX_FIELDS + " bytes.");
		}
	}

	private static HttpRefusal refusal(Exception malformed) {
		return malformed.getCause() instanceof HttpRefusal told ? told
				: HttpRefusal.badRequest("The form is malformed: " + malformed.getMessage() + ".");
	}

	private static UploadContext context(HttpServletRequest request, InputStream body) {
		return new UploadContext() {
			@Override
			public long contentLength() {
				return request.getContentLengthLong();
			}

			@Override
			public String getCharacterEncoding() {
				return StandardCharsets.UTF_8.name();
			}

			@Override
			public String getContentType() {
				return String.valueOf(request.getContentType());
			}

			@Override
			public InputStream getInputStream() {
				return body;
			}
		};
	}

}
