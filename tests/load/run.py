"""`make load`: what one process and two of them bear on this machine."""

import os
import sys

from tests.load.figures import begin, end
from tests.load.house import house, missing

_USERS, _SECONDS, _PAUSE, _CALM_SECONDS = 50, 40, 20.0, 75


def main() -> None:
    """Print the figures of one process, of one on one core, and of two."""
    if missing():
        sys.exit(f"{missing()} is not installed here: make load needs nginx and PostgreSQL.")
    print(f"{_USERS} users on {os.cpu_count()} cores, who asks included; PostgreSQL, nginx, TLS")
    with house(1) as one:
        whole = end(begin(one.address, _USERS, _SECONDS))
        print("one process, no pauses:       ", whole.line(), flush=True)
        calm = end(begin(one.address, _USERS, _CALM_SECONDS, _PAUSE))
        print(f"one process, pauses of {_PAUSE:.0f} s:  ", calm.line(), flush=True)
    with house(2) as two:
        both = end(begin(two.address, _USERS, _SECONDS))
        print("two processes, no pauses:     ", both.line())
    print(f"two processes answer {both.a_second / whole.a_second:.2f} times as much as one")


if __name__ == "__main__":
    main()
