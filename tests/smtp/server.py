"""A mail server on loopback for the tests: prints its port, writes every message that it takes as a line of
JSON, and misbehaves as it is told. Needs aiosmtpd (Debian: python3-aiosmtpd)."""

import argparse
import asyncio
import json
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("log")
parser.add_argument("--starttls", action="store_true")
parser.add_argument("--tls", action="store_true")
parser.add_argument("--auth", metavar="USER:PASSWORD")
parser.add_argument("--refuse", metavar="ADDRESS", default="")
parser.add_argument("--refuse-text", metavar="ADDRESS", default="")
parser.add_argument("--slow-recipient", type=float, default=0)
parser.add_argument("--slow-answer", type=float, default=0)
parser.add_argument("--hang-up", action="store_true")
args = parser.parse_args()


def log(**what):
    with open(args.log, "a") as file:
        file.write(json.dumps(what) + "\n")
        file.flush()
        os.fsync(file.fileno())


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == args.refuse:
            return "550 5.1.1 No such user here"
        log(recipient=address)
        await asyncio.sleep(args.slow_recipient)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if args.refuse_text in envelope.rcpt_tos:
            return "554 5.7.1 Not wanted\x1b[2J"
        login = session.auth_data.login.decode() if session.authenticated else None
        text = envelope.content.decode()
        tls = server.transport.get_extra_info("ssl_object") is not None
        log(sender=envelope.mail_from, to=envelope.rcpt_tos, text=text, login=login, tls=tls)
        await asyncio.sleep(args.slow_answer)
        if args.hang_up:
            server.transport.abort()
        return "250 OK taken"


def authenticate(server, session, envelope, mechanism, data):
    user, password = args.auth.split(":")
    good = data.login == user.encode() and data.password == password.encode()
    if good:
        session.auth_data = data
    return AuthResult(success=good, auth_data=data, handled=False)


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    here = os.path.dirname(os.path.abspath(__file__))
    made.load_cert_chain(os.path.join(here, "cert.pem"), os.path.join(here, "key.pem"))
    return made


def protocol():
    return SMTP(
        Handler(),
        hostname="test",
        tls_context=context() if args.starttls else None,
        require_starttls=args.starttls,
        authenticator=authenticate if args.auth else None,
        auth_required=bool(args.auth),
        auth_require_tls=False,
    )


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=context() if args.tls else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
