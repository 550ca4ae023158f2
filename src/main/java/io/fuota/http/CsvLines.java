package io.fuota.http;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes CSV as docker-fuota-server does: every field in quotes, lines ended by LF, no
 * header line, UTF-8.
 */
public final class CsvLines {

	private final Writer out;

	public CsvLines(OutputStream out) {
		this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
	}

	public void write(String... fields) throws IOException {
		for (int i = 0; i < fields.length; i++) {
			out.write(i == 0 ? "\"" : ",\"");
			out.write(fields[i].replace("\"", "\"\""));
			out.write('"');
		}
		out.write('\n');
	}

	public void flush() throws IOException {
		out.flush();
	}

}
