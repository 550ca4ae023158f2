package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A multipart form, its parts as Python's requests writes them. */
public final class FormBody {

	public static final String BOUNDARY = "d8e7c0ee3f1b4b5f9b0a77bec10146a8";

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	/** The Content-Type of the whole. */
	public static String contentType() {
		return "multipart/form-data; boundary=" + BOUNDARY;
	}

	public FormBody field(String name, String value) {
		return part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
	}

	/** A file, whose form field's name says what it is called. */
	public FormBody file(String fieldName, byte[] content) {
		return file(fieldName, fieldName, content);
	}

	/** A file as browsers send it: the name of the file says what it is called. */
	public FormBody file(String fieldName, String fileName, byte[] content) {
		return part("name=\"" + fieldName + "\"; filename=\"" + fileName + "\"", content);
	}

	private FormBody part(String disposition, byte[] content) {
		text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n");
		this.body.writeBytes(content);
		text("\r\n");
		return this;
	}

	public byte[] toBytes() {
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		whole.writeBytes(this.body.toByteArray());
		whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.ISO_8859_1));
		return whole.toByteArray();
	}

	private void text(String line) {
		this.body.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
	}

}
