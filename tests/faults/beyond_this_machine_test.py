"""Serving beyond this machine: TLS of its own, proxies in front, and what is refused or said in the log when that goes wrong.

    beyond_this_machine_test.py BINARY [--record postgres] [unittest's arguments]
"""

import json
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402


class Certificate:
    """A certificate for localhost that is its own authority, with its key: files in a folder of its own."""

    def __init__(self, case):
        folder = tempfile.TemporaryDirectory(prefix="ganbo-certificate-")
        case.addCleanup(folder.cleanup)
        self.certificate = f"{folder.name}/fullchain.pem"
        self.key = f"{folder.name}/privkey.pem"
        self.flags = ["--tls-cert", self.certificate, "--tls-key", self.key]
        self.make()

    def make(self):
        """Anew, under the same names."""
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "30", "-keyout", self.key, "-out", self.certificate],
                       check=True, capture_output=True)

    def trust(self):
        return ssl.create_default_context(cafile=self.certificate)


class BeyondThisMachine(unittest.TestCase):
    def server(self):
        server = Server(self.binary)
        self.addCleanup(server.close)
        return server

    def server_with_tls(self, *arguments):
        server, certificate = self.server(), Certificate(self)
        server.start(*certificate.flags, *arguments)
        server.tls = certificate.trust()
        return server, certificate

    def link_token(self, server, link):
        return json.dumps({"token": link.strip().partition("token=")[2]})

    def refused(self, server, *arguments):
        server.spawn(*arguments)
        code, said = server.wait()
        self.assertNotEqual(code, 0, said)
        return code, said

    def wait_for(self, what, met, seconds_max=20):
        end = time.monotonic() + seconds_max
        while not met():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.05)

    # TLS of its own.

    def test_an_sdk_posts_over_tls_and_curl_trusts_the_certificate(self):
        server, certificate = self.server_with_tls()
        key = server.make_key("events", "--source", "shop")
        body = json.dumps({"batch": [{"type": "page", "userId": f"u{n}", "messageId": f"m{n}"} for n in range(500)]})
        posted = subprocess.run(["curl", "--silent", "--show-error", "--fail", "--cacert", certificate.certificate, "--user", f"{key}:", "--data-binary", "@-",
                                 "--header", "Content-Type: application/json", f"https://localhost:{server.port}/v1/batch"],
                                input=body, capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(posted.returncode, 0, posted.stderr)
        self.assertEqual(json.loads(posted.stdout)["applied"], 500)
        self.assertEqual(server.count("events"), 500)
        distrusting = subprocess.run(["curl", "--silent", f"https://localhost:{server.port}/healthz"], check=False, timeout=60)
        self.assertEqual(distrusting.returncode, 60, "Without --cacert it knows nobody who vouches for it.")

    def test_printed_links_say_https_and_cookies_are_secure(self):
        server, certificate = self.server(), Certificate(self)
        server.spawn(*certificate.flags, "--sign-in-link")
        lines = [server.process.stdout.readline().decode() for _ in range(2)]
        self.assertEqual(lines[0], f"ganbo is serving https://127.0.0.1:{server.port}\n")
        self.assertTrue(lines[1].startswith(f"Sign in: https://127.0.0.1:{server.port}/signin?token="), lines[1])
        server.tls = certificate.trust()
        link = server.verb("user", "link", "owner").stdout
        self.assertTrue(link.startswith(f"https://127.0.0.1:{server.port}/signin?token="), link)
        self.assertTrue(server.verb("user", "link", "owner", "--url", "https://crm.example").stdout.startswith("https://crm.example/signin?"))
        signed_in = server.request("POST", "/v1/session", self.link_token(server, lines[1]))
        self.assertEqual(signed_in.status, 200, signed_in)
        self.assertIn("; Secure", signed_in.headers["set-cookie"])
        self.assertNotIn("strict-transport-security", signed_in.headers, "Other programs of this machine are on localhost, too.")
        foreign = server.request("GET", "/healthz", headers={"Host": "evil.example"})
        self.assertEqual(foreign.status, 421)
        self.assertIn(f"https://127.0.0.1:{server.port}", foreign.json["detail"])
        self.assertEqual(server.stop(), 0, server.errors())
        link = server.verb("user", "link", "owner").stdout
        self.assertTrue(link.startswith("http://127.0.0.1:8080/signin?token="), link)

    def test_a_public_name_with_tls_of_its_own_is_let_in_and_printed(self):
        server, certificate = self.server(), Certificate(self)
        server.spawn(*certificate.flags, "--public-url", "https://crm.example:443/", "--sign-in-link")
        lines = [server.process.stdout.readline().decode() for _ in range(2)]
        self.assertTrue(lines[1].startswith("Sign in: https://crm.example/signin?token="), lines[1])
        self.assertTrue(server.verb("user", "link", "owner").stdout.startswith("https://crm.example/signin?token="))
        server.tls = certificate.trust()
        answer = server.request("GET", "/healthz", headers={"Host": "crm.example"})
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.headers["strict-transport-security"], "max-age=15552000")

    def test_wrong_files_are_refused_before_anything_is_opened(self):
        good, other = Certificate(self), Certificate(self)
        encrypted = good.key + ".encrypted"
        subprocess.run(["openssl", "pkey", "-in", good.key, "-aes256", "-passout", "pass:secret", "-out", encrypted], check=True, capture_output=True)
        for flags, words in [
            (["--tls-cert", good.certificate], "--tls-key: --tls-cert and --tls-key go together"),
            (["--tls-key", good.key], "--tls-cert: --tls-cert and --tls-key go together"),
            (["--tls-cert", "missing.pem", "--tls-key", good.key], "--tls-cert: There is no file missing.pem"),
            (["--tls-cert", good.certificate, "--tls-key", other.key], "--tls-key: The key in"),
            (["--tls-cert", good.certificate, "--tls-key", encrypted], "openssl pkey -in"),
            (["--tls-cert", good.key, "--tls-key", good.certificate], "--tls-cert: "),
            (["--trusted-proxy", "10.0.0.1/8"], "--trusted-proxy: “10.0.0.1/8” is an address in a network; write 10.0.0.0/8"),
            (["--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "proxy.example"], "--trusted-proxy: “proxy.example” is no address"),
            (["--public-url", "http://crm.example"], "https://crm.example.com"),
        ]:
            with self.subTest(flags=flags):
                server = self.server()
                code, said = self.refused(server, *flags)
                self.assertEqual(code, 2, said)
                self.assertIn(words, said)
                self.assertFalse(pathlib.Path(server.directory).exists(), "Nothing was made.")

    def test_a_renewed_certificate_is_taken_while_it_serves_and_a_broken_one_is_not(self):
        server, certificate = self.server_with_tls()
        first = server.tls
        pathlib.Path(certificate.certificate).write_text("half of a certif", encoding="ascii")
        self.wait_for("It is told.", lambda: "holds no certificate" in server.errors())
        self.assertEqual(server.request("GET", "/healthz").status, 200)
        certificate.make()
        second = certificate.trust()

        def renewed():
            server.tls = second
            try:
                return server.request("GET", "/healthz").status == 200
            except ssl.SSLCertVerificationError:
                return False

        self.wait_for("The renewed one is shown.", renewed)
        self.wait_for("It is told.", lambda: "the certificate was renewed; this one is valid until 20" in server.errors())
        server.tls = first
        with self.assertRaises(ssl.SSLCertVerificationError):
            server.request("GET", "/healthz")

    def test_stalled_handshakes_and_plain_text_hold_up_nobody_and_a_stop_does_not_wait_for_them(self):
        server, certificate = self.server_with_tls("--threads", "1")
        stalled = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
        for number, each in enumerate(stalled):
            self.addCleanup(each.close)
            if number % 2:
                each.sendall(b"\x16\x03\x01\x02\x00\x01")
        begun = time.monotonic()
        self.assertEqual(server.request("GET", "/healthz").status, 200)
        self.assertLess(time.monotonic() - begun, 5)
        server.tls = None
        plain = server.request("GET", "/healthz")
        self.assertEqual((plain.status, plain.json["rule"]), (400, "tls"))
        begun = time.monotonic()
        self.assertEqual(server.stop(), 0, server.errors())
        self.assertLess(time.monotonic() - begun, 5, "Handshakes are nothing to wait for.")

    def test_verbs_work_through_the_socket_whatever_the_port_speaks(self):
        server, _ = self.server_with_tls()
        self.assertEqual(server.verb("settings").returncode, 0)

    # In front of other machines.

    def test_an_address_of_other_machines_needs_a_password(self):
        server = Server(self.binary)
        self.addCleanup(server.close)
        server.spawn("--listen", "0.0.0.0")
        code, said = server.wait()
        self.assertNotEqual(code, 0)
        self.assertIn("ganbo user password", said)

    def test_behind_a_proxy_with_tls_cookies_are_secure_and_its_host_is_let_in(self):
        server = Server(self.binary)
        self.addCleanup(server.close)
        server.spawn("--public-url", "crm.example")
        self.assertIn("https://crm.example.com", server.wait()[1])
        server.start("--public-url", "https://crm.example")
        link = server.verb("user", "link", "owner").stdout
        token = json.dumps({"token": link.strip().partition("token=")[2]})
        self.assertEqual(server.request("POST", "/v1/session", token, {"Host": "evil.example"}).status, 421)
        signed_in = server.request("POST", "/v1/session", token, {"Host": "crm.example"})
        self.assertEqual(signed_in.status, 200, signed_in)
        self.assertIn("; Secure", signed_in.headers["set-cookie"])

    def test_listening_to_other_machines_in_the_clear_is_told_in_the_log(self):
        server, certificate = self.server(), Certificate(self)
        server.start()
        password = subprocess.run([self.binary, "user", "password", "owner", *server.place()], input="a long password\n", text=True, capture_output=True, check=False)
        self.assertEqual(password.returncode, 0, password.stderr)
        server.stop()
        for flags, warned in [([], True), (certificate.flags, False), (["--public-url", "https://crm.example"], False)]:
            server.spawn("--listen", "0.0.0.0", *flags)
            said = server.process.stdout.readline().decode()
            self.assertIn("ganbo is serving", said)
            server.stop()
            self.assertEqual(server.errors().count("travel in the clear"), 1 if warned else 0, server.errors())

    # Behind proxies.

    def failures_until_limited(self, server, address):
        """How many wrong passwords pass before this address is told to wait."""
        for count in range(20):
            answer = server.request("POST", "/v1/session", json.dumps({"login": "owner", "password": "wrong"}), {"X-Forwarded-For": address(count)})
            if answer.status == 429:
                return count
            self.assertEqual(answer.status, 401, answer)
        return None

    def test_failures_to_sign_in_are_counted_by_the_address_that_a_trusted_proxy_says(self):
        server = self.server()
        server.start("--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "127.0.0.1")
        self.assertEqual(self.failures_until_limited(server, lambda _: "203.0.113.9, 192.0.2.1"), 10)
        self.assertEqual(self.failures_until_limited(server, lambda count: f"203.0.113.{count}, 192.0.2.1, 10.0.0.7"), 0,
                         "What stands left of the client it wrote itself.")
        self.assertEqual(self.failures_until_limited(server, lambda _: "192.0.2.2"), 10, "Another is another.")

    def test_from_anybody_else_such_headers_are_nothing(self):
        server = self.server()
        server.start("--trusted-proxy", "10.0.0.0/8")
        self.assertEqual(self.failures_until_limited(server, lambda count: f"192.0.2.{count}"), 10)

    def test_secure_follows_the_scheme_that_a_trusted_proxy_says(self):
        server = self.server()
        server.start("--trusted-proxy", "127.0.0.1")
        for said, secure in [("https", True), ("http", False), ("gopher", False), (None, False)]:
            token = self.link_token(server, server.verb("user", "link", "owner").stdout)
            signed_in = server.request("POST", "/v1/session", token, {"X-Forwarded-Proto": said} if said else {})
            self.assertEqual(signed_in.status, 200, signed_in)
            self.assertEqual("; Secure" in signed_in.headers["set-cookie"], secure, said)


if __name__ == "__main__":
    run_with_binary(BeyondThisMachine)
