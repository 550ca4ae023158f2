package io.fuota.testing;

/** Assigns files to devices, which ask for them. */
public final class AssigningOperator implements UpdateOperator {

	private final AdminClient admin;

	public AssigningOperator(TestServer server) {
		this.admin = server.admin();
	}

	@Override
	public void upload(String file, byte[] content) {
		this.admin.upload(file, content);
	}

	@Override
	public void update(SimulatedDevice device, String version, String file) {
		this.admin.assign(device.id(), version, file);
	}

	@Override
	public void again(SimulatedDevice device) {
		// It asks by itself.
	}

	@Override
	public void withdraw(SimulatedDevice device, String file) {
		this.admin.delete("/devices/" + AdminClient.encode(device.id()));
	}

}
