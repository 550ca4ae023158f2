"""Rows about other clients: silent ones, slow ones, and those who guess passwords."""

import base64
import http.client
import ssl
import time
from concurrent.futures import ThreadPoolExecutor

from clients import SilentClients, SlowClients
from servers import CHECK_PATH, FIRMWARE

CHECKS = ["--mode", "new", "--tls", "12", "--path", CHECK_PATH, "--length", str(len(FIRMWARE)), "--body", FIRMWARE]
SILENT, SLOW = 1_000, 48
PATIENCE = 5  # seconds: a device's
WRONG = base64.b64encode(b"bench:guessed").decode()
GUESSERS, GUESSES = 1_000, 10_000  # connections; wrong passwords that they want to try in a second


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


def refusal_of(server):
    """Status and length of the answer to a wrong password."""
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=10, context=tls)
    connection.request("GET", "/devices/dev-0000000?app_ver=0.1.0", headers={"Authorization": "Basic " + WRONG})
    answer = connection.getresponse()
    refusal = (answer.status, len(answer.read()))
    connection.close()
    return refusal


def wrong(load, servers, settings, say):
    """Checks at a fixed rate, alone and beside a flood of wrong passwords on kept connections."""
    found = {}
    seconds = max(settings.seconds, PATIENCE + 1.5)
    for server in servers:
        checks = [*checks_of(server), "--clients", "32", "--rate", "100", "--patience", str(PATIENCE)]
        status, length = refusal_of(server)
        flood = ["--mode", "kept", "--tls", "13", "--path", CHECK_PATH, "--devices", str(server.material.devices)]
        flood += ["--authorize", WRONG, "--status", str(status), "--length", str(length)]
        flood += ["--clients", str(GUESSERS), "--rate", str(GUESSES)]
        load.run(server, checks, min(settings.warm_up, 10))
        alone = load.run(server, checks, seconds)
        with ThreadPoolExecutor(1) as beside:
            # The connections are made before either measurement begins, and outlast it.
            guesses = beside.submit(load.run, server, flood, seconds + 2, 4)
            time.sleep(5)
            checked = load.run(server, checks, seconds)
            guessed = guesses.result()
        found[server.name] = (alone, checked, guessed)
        say(f"  wrong        {server.name:12} alone p99 {alone['p99']} ms, beside {checked}, guesses {guessed}")
    return found
