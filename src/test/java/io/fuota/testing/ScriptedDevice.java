package io.fuota.testing;

/** What every simulated device has, whatever it speaks. */
abstract class ScriptedDevice implements SimulatedDevice {

	static final int NEVER = Integer.MAX_VALUE;

	String version;

	byte[] installed = new byte[0];

	boolean keepsItsVersion;

	int loseConnectionAfter = NEVER;

	int actAfter = NEVER;

	Runnable action = () -> {
	};

	ScriptedDevice(String version) {
		this.version = version;
	}

	@Override
	public String version() {
		return this.version;
	}

	@Override
	public byte[] installed() {
		return this.installed.clone();
	}

	@Override
	public void neverChangesItsVersion() {
		this.keepsItsVersion = true;
	}

	@Override
	public void losesConnectionAfter(int bytes) {
		this.loseConnectionAfter = bytes;
	}

	@Override
	public void duringDownload(int afterBytes, Runnable what) {
		this.actAfter = afterBytes;
		this.action = what;
	}

}
