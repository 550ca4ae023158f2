package io.fuota.protocol.fuota;

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
final class CsvLines {

	private final Writer out;

	CsvLines(OutputStream out) {
		this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
	}

	void write(String... fields) throws IOException {
		for (int i = 0; i < fields.length; i++) {
			out.write(i == 0 ? "\"" : ",\"");
			out.write(fields[i].replace("\"", "\"\""));
			out.write('"');
		}
		out.write('\n');
	}

	void flush() throws IOException {
		out.flush();
	}

}
