"""A real mail server for the tests: takes mail on a loopback port and keeps each as a file, read as a mail program would.

Says the port on its first line. What else it can do is what servers do to a sender: refuse, ask for a password, or take
the mail and fall silent.
"""

import argparse
import asyncio
import email
import email.policy
import json
import logging
import os
import ssl
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

# A password without TLS is what is tried here, on loopback.
warnings.simplefilter("ignore")
logging.disable(logging.WARNING)

words = argparse.ArgumentParser()
words.add_argument("folder")
words.add_argument("--port", type=int, default=0)
words.add_argument("--refuse", default="", help="what every recipient is answered, with ADDRESS for the address")
words.add_argument("--login", default="", help="user:password that a sender must have")
words.add_argument("--certificate", default="", help="a PEM file of certificate and key")
words.add_argument("--wrapped", action="store_true", help="TLS from the first byte; else after STARTTLS, which it then asks for")
words.add_argument("--silent", action="store_true", help="keeps the mail and never says so")
asked = words.parse_args()


class Keep:
    def __init__(self):
        self.kept = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if asked.refuse:
            return asked.refuse.replace("ADDRESS", address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        kept = {
            "hello": session.host_name,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": {name.lower(): str(value) for name, value in mail.items()},
            "body": mail.get_content(),
        }
        path = os.path.join(asked.folder, f"{self.kept:04}-{os.getpid()}")
        self.kept += 1
        with open(path + ".part", "w", encoding="utf-8") as file:
            json.dump(kept, file)
        os.rename(path + ".part", path + ".json")
        if asked.silent:
            await asyncio.sleep(3600)
        return "250 OK"


def known(server, session, envelope, mechanism, given):
    user, _, password = asked.login.partition(":")
    return AuthResult(success=(given.login.decode(), given.password.decode()) == (user, password), handled=False)


async def serve():
    keep = Keep()
    login = {"authenticator": known, "auth_required": True, "auth_require_tls": False} if asked.login else {}
    tls = None
    if asked.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(asked.certificate)
    later = {"tls_context": tls, "require_starttls": True} if tls and not asked.wrapped else {}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(keep, enable_SMTPUTF8=True, **login, **later),
        "127.0.0.1",
        asked.port,
        ssl=tls if asked.wrapped else None,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(serve())
