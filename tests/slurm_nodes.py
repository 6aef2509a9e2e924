"""A real Slurm on this machine: a munged, a slurmctld, and a slurmd for each node."""

import contextlib
import getpass
import importlib.util
import os
import re
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import psutil

from .surroundings import REPOSITORY

specification = importlib.util.spec_from_file_location(
    "one_node", REPOSITORY / "demo/slurm/one_node.py"
)
one_node = importlib.util.module_from_spec(specification)
specification.loader.exec_module(one_node)
missing = one_node.missing

CHANGES = {
    # What is started elsewhere waits until the lost node's credential is worth nothing.
    "AuthInfo": "socket={folder}/munge.socket,cred_expire=5",
    "SlurmdPidFile": "{folder}/slurmd-%n.pid",
    "SlurmdSpoolDir": "{folder}/spool-%n",
    "SlurmdLogFile": "{folder}/slurmd-%n.log",
}
MORE = """\
ReturnToService=2
JobRequeue=1
MinJobAge=300
SchedulerParameters=sched_interval=1,bf_interval=1
"""


class Nodes:
    """The environment in which Slurm's commands find it, and its nodes, which can be killed."""

    def __init__(self, folder, count):
        self.folder, self.names = folder, [f"node{number}" for number in range(1, count + 1)]
        self.environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf")}

    def kill(self, name):
        """End a node and all that runs on it, at once: none of its daemons has a word to say."""
        daemon = psutil.Process(int((self.folder / f"slurmd-{name}.pid").read_text()))
        jobs = [process for process in psutil.process_iter() if is_of(process, name)]
        above = {
            parent for job in jobs for parent in parents_of(job) if parent.name() == "slurmstepd"
        }
        for sent in (signal.SIGSTOP, signal.SIGKILL):
            for process in (daemon, *above, *jobs):
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.send_signal(sent)
        # Slurm finds out by itself, after half a minute in which a test would wait.
        self.says("scontrol", "update", f"nodename={name}", "state=down", "reason=killed")

    def says(self, *command):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        return done.stdout


def is_of(process, name):
    """Say whether a process belongs to a job that runs on a node of that name."""
    try:
        return process.environ().get("SLURMD_NODENAME") == name
    except psutil.Error:
        return False


def parents_of(process):
    try:
        return process.parents()
    except psutil.Error:
        return []


@contextlib.contextmanager
def slurm_of(count):
    """Start Slurm with so many nodes, give them, and stop everything again."""
    with tempfile.TemporaryDirectory(
        prefix="slurm-", dir="/tmp", ignore_cleanup_errors=True
    ) as name:
        nodes = Nodes(Path(name), count)
        configure(nodes)
        with contextlib.ExitStack() as stack:
            stack.callback(one_node.end_all, nodes.environment["SLURM_CONF"])
            munge, controller, _ = one_node.daemons(nodes.folder)
            for command in (
                munge,
                controller,
                *(["slurmd", "-D", "-N", one] for one in nodes.names),
            ):
                stack.enter_context(one_node.running(command, nodes.environment, nodes.folder))
            idle = "\n".join(["idle"] * count)
            asked = ["sinfo", "--noheader", "--Node", "--format=%T"]
            one_node.wait_for(
                lambda: one_node.says(idle, asked, nodes.environment), 60, nodes.folder
            )
            yield nodes
            subprocess.run(
                ["scancel", f"--user={getpass.getuser()}"], env=nodes.environment, check=False
            )


def configure(nodes):
    """Write the configuration of the demo's Slurm, for several nodes on this machine."""
    one_node.configure(nodes.folder)
    path = nodes.folder / "slurm.conf"
    lines = [
        line for line in path.read_text().splitlines() if not re.match("NodeName|SlurmdPort", line)
    ]
    for key, value in CHANGES.items():
        lines = [
            f"{key}={value}".format(folder=nodes.folder) if line.startswith(f"{key}=") else line
            for line in lines
        ]
    host, ports = socket.gethostname().partition(".")[0], one_node.free_ports(len(nodes.names))
    for name, port in zip(nodes.names, ports, strict=True):
        (nodes.folder / f"spool-{name}").mkdir()
        lines.append(
            f"NodeName={name} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=1 "
            "State=UNKNOWN"
        )
    lines.sort(key=lambda line: line.startswith("PartitionName"))  # the nodes first
    path.write_text("\n".join(lines) + "\n" + MORE)
