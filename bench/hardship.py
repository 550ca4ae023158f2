"""Rows about other clients: silent ones, slow ones; and the table's growth."""

from clients import SilentClients, SlowClients
from servers import CHECK_PATH, FIRMWARE

CHECKS = ["--mode", "new", "--tls", "12", "--path", CHECK_PATH, "--length", str(len(FIRMWARE)), "--body", FIRMWARE]
SILENT, SLOW = 1_000, 48
PATIENCE = 5  # seconds: a device's


def checks_of(server):
    return [*CHECKS, "--devices", str(server.material.devices)]


def silent(load, servers, settings, say):
    """A device's checks, one after another, while 1,000 connections are silent."""
    found = {}
    for server in servers:
        arguments = [*checks_of(server), "--clients", "1", "--rate", "20", "--patience", str(PATIENCE)]
        load.run(server, arguments, 2)
        with SilentClients(server.port, SILENT):
            # Longer than the patience, so that a check without an answer is counted.
            found[server.name] = load.run(server, arguments, max(settings.seconds, PATIENCE + 1.5))
        say(f"  silent       {server.name:12} {found[server.name]}")
    return found


def slow(load, servers, settings, say):
    """Checks at a fixed rate, alone and while slow clients are connected."""
    found = {}
    for server in servers:
        arguments = [*checks_of(server), "--clients", "32", "--rate", "100", "--patience", str(PATIENCE)]
        load.run(server, arguments, min(settings.warm_up, 10))
        alone = load.run(server, arguments, max(settings.seconds, 4))
        with SlowClients(server.port, SLOW) as clients:
            clients.over.wait(1)
            beside = load.run(server, arguments, max(settings.seconds, PATIENCE + 1.5))
        found[server.name] = (alone, beside)
        say(f"  slow         {server.name:12} alone p99 {alone['p99']} ms, beside {beside}")
    return found
