"""A server that wants a certificate of each client: makes certificates in the folder that it is given, answers on a port of
its own, which it prints, with the name in the client's certificate, and ends with its input."""

import datetime
import http.server
import json
import pathlib
import ssl
import sys
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FOLDER = pathlib.Path(sys.argv[1])


def certificate(name, issuer=None):
    """A key and a certificate for it, signed by the issuer, or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[1].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    )
    return key, builder.sign(issuer[0] if issuer else key, hashes.SHA256())


def write(name, key, cert):
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain = cert.public_bytes(serialization.Encoding.PEM)
    (FOLDER / f"{name}.key").write_bytes(text)
    (FOLDER / f"{name}.crt").write_bytes(chain)
    (FOLDER / f"{name}.pem").write_bytes(text + chain)


authority = certificate("authority")
(FOLDER / "ca.pem").write_bytes(authority[1].public_bytes(serialization.Encoding.PEM))
for name in ("server", "client"):
    write(name, *certificate(name, authority))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        names = dict(part[0] for part in self.connection.getpeercert()["subject"])
        body = json.dumps(["of " + names["commonName"]]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """A handshake that fails is what a test wants to see at its own end."""


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(FOLDER / "server.pem")
context.load_verify_locations(FOLDER / "ca.pem")
context.verify_mode = ssl.CERT_REQUIRED
server = Server(("127.0.0.1", 0), Handler)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
