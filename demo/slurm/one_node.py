"""Run a command beside a Slurm of one node: python one_node.py make.

Slurm is started for the command, and stopped after it. Linux only. Needs
Debian's slurm-wlm and munge, no configuration and no root. All files are in a
temporary folder, and all ports on the loopback address. Jobs run as you.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["missing", "one_node"]

# As installed, these three lie where the PATH of a person may not lead.
SEARCH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
PROGRAMS = {
    "munged": "munge",
    "slurmctld": "slurm-wlm",
    "slurmd": "slurm-wlm",
    "sbatch": "slurm-wlm",
}

CONFIGURATION = """\
ClusterName=workshop
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
SlurmUser={user}
SlurmdUser={user}
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
# Who is who: munge, over the socket of our own munged.
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
# Processes are followed by their parents, which needs no cgroups and no root.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
# Finished jobs go into a text file, which `sacct --completion` reads.
JobCompType=jobcomp/filetxt
JobCompLoc={folder}/jobs.txt
# Four CPUs, however many the machine has.
SlurmdParameters=config_overrides
NodeName=node1 NodeHostname={host} NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=short Nodes=ALL Default=YES MaxTime=00:05:00 State=UP
"""


def missing() -> list[str]:
    """Return the Debian packages to install before one_node() can start."""
    return sorted(
        {package for name, package in PROGRAMS.items() if not shutil.which(name, path=SEARCH)}
    )


@contextlib.contextmanager
def one_node() -> Iterator[dict[str, str]]:
    """Start Slurm, give the environment in which its commands find it, and stop it again."""
    # Its path is short: that of a socket may have 107 characters.
    with tempfile.TemporaryDirectory(
        prefix="slurm-", dir="/tmp", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf")}
        configure(folder)
        with contextlib.ExitStack() as stack:
            stack.callback(end_all, environment["SLURM_CONF"])
            for command in daemons(folder):
                stack.enter_context(running(command, environment, folder))
            wait_for(
                lambda: says("idle", ["sinfo", "--noheader", "--format=%T"], environment),
                30,
                folder,
            )
            yield environment
            subprocess.run(["scancel", f"--user={getpass.getuser()}"], env=environment, check=False)
            wait_for(lambda: says("", ["squeue", "--noheader"], environment), 30, folder)


def configure(folder: Path) -> None:
    """Write the key of munge and the configuration of Slurm."""
    folder.chmod(0o755)  # munged wants to be reached by all
    for name in ("state", "spool"):
        (folder / name).mkdir()
    (folder / "munge.key").touch(mode=0o600)
    (folder / "munge.key").write_bytes(secrets.token_bytes(1024))
    ports = free_ports(2)
    (folder / "slurm.conf").write_text(
        CONFIGURATION.format(
            host=socket.gethostname().partition(".")[0],
            user=getpass.getuser(),
            folder=folder,
            controller_port=ports[0],
            node_port=ports[1],
        )
    )


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def daemons(folder: Path) -> list[list[str]]:
    """Return the commands of the three daemons, each told to stay in the foreground."""
    munge = {
        "key-file": "munge.key",
        "socket": "munge.socket",
        "pid-file": "munged.pid",
        "log-file": "munged.log",
        "seed-file": "munged.seed",
    }
    options = [f"--{option}={folder / name}" for option, name in munge.items()]
    # --force: below /tmp, which others may write to, munged would rather not start.
    return [["munged", "--foreground", "--force", *options], ["slurmctld", "-D"], ["slurmd", "-D"]]


@contextlib.contextmanager
def running(command: list[str], environment: dict[str, str], folder: Path) -> Iterator[None]:
    """Run a daemon, and end it; should this process be killed, the kernel ends the daemon."""
    program = shutil.which(command[0], path=SEARCH)
    with (folder / f"{command[0]}.out").open("w") as out:
        daemon = subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", program, *command[1:]],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        if command[0] == "munged":  # the other two ask it at once
            wait_for((folder / "munge.socket").exists, 10, folder)
        yield
    finally:
        daemon.terminate()
        try:
            daemon.wait(10)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait()


def says(expected: str, command: list[str], environment: dict[str, str]) -> bool:
    """Say whether a command of Slurm ends well and prints this and nothing else."""
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return result.returncode == 0 and result.stdout.strip() == expected


def wait_for(is_so: Callable[[], bool], seconds: float, folder: Path) -> None:
    """Wait until something is so.

    Raise TimeoutError with the ends of the logs if it does not come.
    """
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            logs = [
                f"{log.name}:\n{log.read_text()[-1500:]}" for log in sorted(folder.glob("*.log"))
            ]
            raise TimeoutError("\n".join(["Slurm is not as expected. Its logs end so:", *logs]))
        time.sleep(0.1)


def end_all(configuration: str) -> None:
    """Kill what is left of the jobs and the daemons.

    These are the processes with our SLURM_CONF, and no others.
    """
    mark = f"SLURM_CONF={configuration}".encode()
    for _ in range(100):  # until none is left: one may have started another meanwhile
        found = [
            process for process in Path("/proc").glob("[0-9]*") if has_environment(process, mark)
        ]
        if not found:
            return
        for process in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(process.name), signal.SIGKILL)
        time.sleep(0.05)


def has_environment(process: Path, mark: bytes) -> bool:
    """Say whether a process was started with this in its environment."""
    try:
        return mark in (process / "environ").read_bytes().split(b"\0")
    except OSError:  # it has ended, or is somebody else's
        return False


def main() -> int:
    """Run the command of the command line, and return how it ended."""
    if len(sys.argv) < 2:
        print("Say what to run beside Slurm: python one_node.py make", file=sys.stderr)
        return 2
    if missing():
        print(
            f"Slurm was not found; install it: sudo apt install {' '.join(missing())}",
            file=sys.stderr,
        )
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    with one_node() as environment:
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
