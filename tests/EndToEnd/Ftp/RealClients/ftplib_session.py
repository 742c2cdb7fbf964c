"""A session of Python's ftplib; every statement that is not as it must be ends it with a traceback."""
import ftplib
import io
import ssl
import sys

port, security, mode, user, password, ca, folder = sys.argv[1:]


class ImplicitTls(ftplib.FTP_TLS):
    """ftplib knows AUTH TLS only: here the socket is wrapped before the greeting is read."""

    @property
    def sock(self):
        return self._socket

    @sock.setter
    def sock(self, value):
        if value is not None and not isinstance(value, ssl.SSLSocket):
            value = self.context.wrap_socket(value, server_hostname=self.host)
        self._socket = value


def connect():
    if security == "None":
        ftp = ftplib.FTP()
    else:
        context = ssl.create_default_context(cafile=ca)
        ftp = (ftplib.FTP_TLS if security == "Explicit" else ImplicitTls)(context=context)
    ftp.connect("127.0.0.1", int(port), timeout=20)
    ftp.login(user, password)
    if security != "None":
        ftp.prot_p()
    ftp.set_pasv(mode == "passive")
    ftp.cwd("/" + folder)
    return ftp


def fetch(ftp, name, **more):
    got = io.BytesIO()
    reply = ftp.retrbinary("RETR " + name, got.write, **more)
    assert reply.startswith("226"), reply
    return got.getvalue()


def refused(code, call, *arguments):
    try:
        call(*arguments)
    except ftplib.Error as error:
        assert str(error).startswith(code), error
    else:
        raise AssertionError(f"{arguments} was not refused")


ftp = connect()
assert ftp.pwd() == "/" + folder
data = bytes(i * i % 251 for i in range(700_001))
assert ftp.storbinary("STOR data.bin", io.BytesIO(data)).startswith("226")
assert fetch(ftp, "data.bin") == data
assert fetch(ftp, "data.bin", rest=699_990) == data[699_990:]
assert ftp.size("data.bin") == len(data)

# An upload in two parts, the second by REST (RFC 3659 section 5).
ftp.storbinary("STOR parts", io.BytesIO(data[:1000]))
ftp.storbinary("STOR parts", io.BytesIO(data[1000:]), rest=1000)
assert fetch(ftp, "parts") == data
ftp.storbinary("APPE parts", io.BytesIO(b"tail"))
assert fetch(ftp, "parts") == data + b"tail"

# Lines: stored with the line ends of the server, sent with CRLF.
ftp.storlines("STOR lines.txt", io.BytesIO(b"one\ntwo\r\nthree"))
lines = []
ftp.retrlines("RETR lines.txt", lines.append)
assert lines == ["one", "two", "three"], lines
ftp.voidcmd("TYPE I")
assert ftp.size("lines.txt") in (len("one\ntwo\nthree\n"), len("one\ntwo\nthree")), ftp.size("lines.txt")

# Directories and machine listings (RFC 3659 section 7).
assert ftp.mkd("snow ☃") == f"/{folder}/snow ☃"
ftp.cwd("snow ☃")
ftp.storbinary('STOR quo"te', io.BytesIO(b""))
ftp.cwd("..")
facts = dict(ftp.mlsd(facts=["type", "size", "modify", "perm"]))
assert facts["data.bin"]["type"] == "file" and facts["data.bin"]["size"] == str(len(data)), facts
assert facts["snow ☃"]["type"] == "dir", facts
assert all(len(f["modify"].split(".")[0]) == 14 for f in facts.values()), facts
assert sorted(n for n, f in ftp.mlsd("snow ☃") if f["type"] not in ("cdir", "pdir")) == ['quo"te']
assert sorted(ftp.nlst()) == ["data.bin", "lines.txt", "parts", "snow ☃"], ftp.nlst()
listing = []
ftp.dir(listing.append)
assert len(listing) == 4, listing
assert ftp.voidcmd("MFMT 20200102030405 parts").startswith("213")
assert ftp.voidcmd("MDTM parts") == "213 20200102030405"

refused("550", ftp.rmd, "snow ☃")
refused("550", ftp.delete, "missing")
refused("550", ftp.cwd, "missing")
refused("550", ftp.mkd, "snow ☃")
ftp.delete('snow ☃/quo"te')
ftp.rmd("snow ☃")
ftp.rename("parts", "renamed")
refused("550", ftp.size, "parts")

# The end of a transfer in the middle: ftplib sends ABOR as urgent data where it can.
connection = ftp.transfercmd("RETR data.bin")
assert connection.recv(1000)
reply = ftp.abort()
assert reply[:3] in ("225", "226", "426"), reply
if reply.startswith("426"):
    assert ftp.voidresp().startswith("226")
connection.close()
assert fetch(ftp, "renamed") == data + b"tail"

if security == "Explicit":
    ftp.prot_c()
    assert fetch(ftp, "data.bin") == data
    ftp.prot_p()
    assert fetch(ftp, "data.bin") == data
    refused("5", ftp.voidcmd, "PROT E")

# Many small files, each with a data connection of its own.
for i in range(100):
    ftp.storbinary(f"STOR many{i}", io.BytesIO(b"x" * i))
for i in range(100):
    assert fetch(ftp, f"many{i}") == b"x" * i
assert ftp.quit().startswith("221")
print("done")
