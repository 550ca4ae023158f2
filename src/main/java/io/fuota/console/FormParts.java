package io.fuota.console;

import io.fuota.http.HttpRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

/**
 * A form with a file (RFC 7578), read as it comes: the fields up to the file, and then
 * the file's bytes, of which nothing is kept in between.
 */
final class FormParts {

	/** Of a field that is no file, in bytes. */
	private static final int MAX_FIELD_BYTES = 1_024;

	private static final int MAX_FIELDS = 8;

	/** Files of a form with many. */
	private static final int MAX_FILES = 100;

	private final Map<String, String> fields = new HashMap<>();

	private final @Nullable FileItemStream file;

	/**
	 * Reads the fields before the file.
	 * @throws HttpRefusal 400 if it is no such form
	 */
	FormParts(HttpServletRequest request, InputStream body) throws IOException {
		try {
			this.file = readToFile(new FileUpload().getItemIterator(new Body(request, body)));
		}
		catch (FileUploadException malformed) {
			throw malformed(malformed);
		}
	}

	/** Takes a file in; the stream is at its end, or broken, when it returns. */
	interface FileTaker {

		void take(String name, InputStream bytes) throws IOException;

	}

	/**
	 * Reads the whole form.
	 * @param files what becomes of its files, each by the name on its owner's machine
	 * @throws HttpRefusal 400 if it is no such form, or has more than {@value #MAX_FILES}
	 * files
	 */
	FormParts(HttpServletRequest request, InputStream body, FileTaker files) throws IOException {
		this.file = null;
		try {
			FileItemIterator parts = new FileUpload().getItemIterator(new Body(request, body));
			int count = 0;
			for (FileItemStream part = readToFile(parts); part != null; part = readToFile(parts)) {
				count++;
				if (count > MAX_FILES) {
					throw HttpRefusal.badRequest("At most " + MAX_FILES + " files are taken at once.");
				}
				// A field without a file comes with an empty name.
				if (part.getName() != null && !part.getName().isEmpty()) {
					Content content = content(part);
					try (InputStream bytes = content.bytes()) {
						files.take(content.name(), bytes);
					}
				}
			}
		}
		catch (FileUploadException | MultipartStream.MalformedStreamException malformed) {
			throw malformed(malformed);
		}
	}

	/** The name that the file has on its owner's machine, and its bytes. */
	record Content(String name, InputStream bytes) {
	}

	/** Empty where there is no such field. */
	String textOf(String field) {
		return fields.getOrDefault(field, "");
	}

	/**
	 * @throws HttpRefusal 400 if no file was chosen
	 */
	Content fileOf(String field) throws IOException {
		FileItemStream part = file;
		if (part == null || !field.equals(part.getFieldName()) || part.getName() == null || part.getName().isEmpty()) {
			throw HttpRefusal.badRequest("Choose a file first.");
		}
		return content(part);
	}

	private static Content content(FileItemStream part) throws IOException {
		// Some browsers sent the whole path.
		String name = part.getName();
		return new Content(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1),
				part.openStream());
	}

	private @Nullable FileItemStream readToFile(FileItemIterator parts) throws FileUploadException, IOException {
		while (parts.hasNext()) {
			FileItemStream part = parts.next();
			if (!part.isFormField()) {
				return part;
			}
			if (fields.size() >= MAX_FIELDS) {
				throw malformed(null);
			}
			try (InputStream text = part.openStream()) {
				byte[] bytes = text.readNBytes(MAX_FIELD_BYTES + 1);
				if (bytes.length > MAX_FIELD_BYTES) {
					throw malformed(null);
				}
				fields.put(part.getFieldName(), new String(bytes, StandardCharsets.UTF_8));
			}
		}
		return null;
	}

	private static HttpRefusal malformed(@Nullable Exception cause) {
		if (cause != null && cause.getCause() instanceof HttpRefusal told) {
			return told;
		}
		HttpRefusal refusal = HttpRefusal.badRequest("The body isn't the form of this page.");
		if (cause != null) {
			refusal.initCause(cause);
		}
		return refusal;
	}

	private record Body(HttpServletRequest request, InputStream bytes) implements UploadContext {

		@Override
		public String getCharacterEncoding() {
			return StandardCharsets.UTF_8.name();
		}

		@Override
		public @Nullable String getContentType() {
			return request.getContentType();
		}

		@Override
		public InputStream getInputStream() {
			return bytes;
		}

		@Override
		public long contentLength() {
			return request.getContentLengthLong();
		}

	}

}
