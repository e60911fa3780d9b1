"""``survey`` commands in forks of one process that has loaded what they need: a page of twenty pays for that once.

``commands()`` gives a folder for the front of ``PATH``. Its ``survey`` hands arguments, folder, environment and its
three streams to the process, which answers with the exit code of a fork that ran the command; shells, pipes and
redirections are as ever. Run as a program this file is that process; it ends with the one that started it.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import pkgutil
import select
import socket
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from pathlib import Path

LIBRARIES = ("pandas", "pyarrow", "scipy.stats", "matplotlib.backends.backend_svg", "jinja2")
CLIENT = """\
#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as line:
    line.connect({door!r})
    asked = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)])
    socket.send_fds(line, [asked.encode()], [0, 1, 2])
    sys.exit(int(line.recv(16) or b"70"))
"""


@cache
def commands() -> Path:
    """The folder with ``survey``; the process behind it is started by the first call."""
    held = tempfile.TemporaryDirectory(prefix="forked")
    folder = Path(held.name)
    client = folder / "survey"
    client.write_text(CLIENT.format(python=sys.executable, door=str(folder / "door")), encoding="utf-8")
    client.chmod(0o755)
    serving = [sys.executable, __file__, str(folder / "door")]
    process = subprocess.Popen(serving, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def end() -> None:
        process.communicate()  # it ends where nobody can ask any more
        held.cleanup()

    atexit.register(end)
    assert process.stdout is not None and process.stdout.readline() == b"ready\n"
    return folder


def serve(door: str) -> None:
    """Answer at ``door`` until the standard input ends."""
    import survey

    for name in (*LIBRARIES, *(one.name for one in pkgutil.walk_packages(survey.__path__, "survey."))):
        with contextlib.suppress(ImportError):
            if not name.endswith("__main__"):
                importlib.import_module(name)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(door)
        listening.listen()
        print("ready", flush=True)
        while True:
            ready, _, _ = select.select([listening, sys.stdin], [], [])
            if listening not in ready:
                return
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass  # forks that have answered
            line, _ = listening.accept()
            with line:
                if not os.fork():
                    _answer(line)


def _answer(line: socket.socket) -> None:
    """Run what was asked for as the command would be, and end."""
    asked, streams, _, _ = socket.recv_fds(line, 1 << 20, 3)
    arguments, folder, environment = json.loads(asked)
    for place, stream in enumerate(streams):
        os.dup2(stream, place)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.argv = ["survey", *arguments]
    code = 1
    try:
        from survey.cli import main

        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    line.send(str(code).encode())
    os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1])
