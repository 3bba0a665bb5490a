"""Entry point of the fork server: `python -m grader.sandbox.fork_server DESCRIPTOR MODULE...`."""

import sys

from grader.sandbox.fork_server.process import main

main(int(sys.argv[1]), sys.argv[2:])
