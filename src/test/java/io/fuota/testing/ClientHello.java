package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/**
 * A TLS ClientHello made by hand (RFC 5246 §7.4.1.2): it offers what the JDK's own client
 * no longer does, and shows what the server says first.
 */
public final class ClientHello {

	public static final int TLS_1_1 = 0x0302;

	public static final int TLS_1_2 = 0x0303;

	public static final int TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 = 0xC02B;

	public static final int TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA = 0xC009;

	public static final int TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 = 0xC02F;

	public static final int TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA = 0xC013;

	public static final int TLS_RSA_WITH_AES_128_GCM_SHA256 = 0x009C;

	public static final int TLS_RSA_WITH_AES_256_GCM_SHA384 = 0x009D;

	public static final int TLS_RSA_WITH_AES_128_CBC_SHA = 0x002F;

	private static final int HANDSHAKE = 22;

	private static final int ALERT = 21;

	private static final int SERVER_HELLO = 2;

	private ClientHello() {
	}

	/** What the server said first. */
	public enum Reply {

		SERVER_HELLO, ALERT, CLOSED

	}

	/**
	 * Offers one version at most, and these cipher suites, on a connection of its own.
	 */
	public static Reply offer(int port, int version, Integer... cipherSuites) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(15_000);
			socket.getOutputStream().write(record(version, hello(version, List.of(cipherSuites))));
			DataInputStream in = new DataInputStream(socket.getInputStream());
			int type = in.read();
			if (type < 0) {
				return Reply.CLOSED;
			}
			in.readNBytes(4);
			int first = in.read();
			if (type == HANDSHAKE && first == SERVER_HELLO) {
				return Reply.SERVER_HELLO;
			}
			if (type == ALERT) {
				return Reply.ALERT;
			}
			throw new IllegalStateException("a record of type " + type + " that begins with " + first);
		}
	}

	/**
	 * Offers DEFLATE before no compression (RFC 3749), by TLS 1.2.
	 * @return the method that the server took: 0 is none
	 */
	public static int compressionTaken(int port) throws IOException {
		Integer[] suites = { TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 };
		byte[] plain = hello(TLS_1_2, List.of(suites));
		int compressions = 2 + 32 + 1 + 2 + 2 * suites.length;
		ByteArrayOutputStream hello = new ByteArrayOutputStream();
		hello.write(plain, 0, compressions);
		hello.writeBytes(new byte[] { 2, 1, 0 });
		hello.write(plain, compressions + 2, plain.length - compressions - 2);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(15_000);
			socket.getOutputStream().write(record(TLS_1_2, hello.toByteArray()));
			DataInputStream in = new DataInputStream(socket.getInputStream());
			byte[] start = in.readNBytes(5 + 4 + 2 + 32);
			if (start.length < 6 || start[0] != HANDSHAKE || start[5] != SERVER_HELLO) {
				throw new IllegalStateException("no server hello");
			}
			in.readNBytes(in.read() + 2);
			return in.read();
		}
	}

	/** A whole hello in one record, for a client that says no more. */
	public static byte[] bytes(int version, Integer... cipherSuites) throws IOException {
		return record(version, hello(version, List.of(cipherSuites)));
	}

	private static byte[] record(int version, byte[] hello) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.writeByte(HANDSHAKE);
		out.writeShort(Math.min(version, 0x0301));
		out.writeShort(hello.length + 4);
		out.writeByte(1);
		out.writeByte(0);
		out.writeShort(hello.length);
		out.write(hello);
		return bytes.toByteArray();
	}

	private static byte[] hello(int version, List<Integer> cipherSuites) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.writeShort(version);
		out.write(new byte[32]);
		out.writeByte(0);
		out.writeShort(2 * cipherSuites.size());
		for (int suite : cipherSuites) {
			out.writeShort(suite);
		}
		out.writeShort(0x0100);
		byte[] extensions = extensions(version);
		out.writeShort(extensions.length);
		out.write(extensions);
		return bytes.toByteArray();
	}

	private static byte[] extensions(int version) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		// supported_groups: secp256r1; ec_point_formats: uncompressed;
		// extended_master_secret
		shorts(out, 0x000A, 4, 2, 0x0017);
		out.write(new byte[] { 0x00, 0x0B, 0x00, 0x02, 0x01, 0x00 });
		shorts(out, 0x0017, 0);
		if (version >= TLS_1_2) {
			// signature_algorithms: ecdsa_secp256r1_sha256, rsa_pkcs1_sha256,
			// rsa_pss_rsae_sha256
			shorts(out, 0x000D, 8, 6, 0x0403, 0x0401, 0x0804);
		}
		return bytes.toByteArray();
	}

	private static void shorts(DataOutputStream out, int... values) throws IOException {
		for (int value : values) {
			out.writeShort(value);
		}
	}

}
