"""Entry point of the warm process: `python -m grader.warm DESCRIPTOR MODULE...`, started by `grader.warm.client`."""

import sys

from grader.warm.process import main

main(int(sys.argv[1]), sys.argv[2:])
