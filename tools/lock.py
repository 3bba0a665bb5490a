"""Renew `requirements.lock` (versions and hashes for every supported platform) and `constraints.txt` (versions only).

usage: python tools/lock.py [--upgrade]
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header", "--all-extras"]


def constraints(lock: str) -> str:
    """Return the lock's requirements without hashes and comments, one a line."""
    lines = re.findall(r"^([a-zA-Z0-9][^\\\n]*?)\s*\\?$", lock, flags=re.M)
    return "# requirements.lock without hashes, for environment.yml; made by `make lock`\n" + "\n".join(lines) + "\n"


def main() -> int:
    command = [sys.executable, *COMPILE, "--python-version", "3.11", "pyproject.toml", "-o", "requirements.lock"]
    answer = subprocess.run([*command, *sys.argv[1:]], cwd=ROOT)
    if answer.returncode:
        print("requirements.lock was left as it is: uv could not resolve pyproject.toml (see above).", file=sys.stderr)
        return 1
    text = constraints((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    (ROOT / "constraints.txt").write_text(text, encoding="utf-8")
    print("requirements.lock and constraints.txt are renewed; run `make setup` and `make test` before you commit them.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
