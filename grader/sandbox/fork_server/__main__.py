"""Entry point of the fork server: `PYTHON grader/sandbox/fork_server/__main__.py DESCRIPTOR MODULE...`.

Any Python from 3.9 on can run it; this grader need not be installed there. Of the folder in which it lies only the
package `grader` is found, so that no library of the grader's own environment comes along, and of that package only
what sessions and judges are made of: the doors of packages are for the grader's side.
"""

import os
import sys
import types

_HERE = os.path.dirname(os.path.abspath(__file__))
_GRADER = os.path.dirname(os.path.dirname(_HERE))


def _begin() -> None:
    # Where a program is run by its path its folder comes first; the working directory comes from an empty entry.
    sys.path[:] = [each for each in sys.path if each and os.path.abspath(each) != _HERE]
    for name, folder in (("grader", _GRADER), ("grader.sandbox", os.path.join(_GRADER, "sandbox"))):
        package = types.ModuleType(name)
        package.__path__ = [folder]
        sys.modules[name] = package
    from grader.sandbox.fork_server.process import main

    descriptor, modules = int(sys.argv[1]), sys.argv[2:]
    sys.argv[:] = [""]
    main(descriptor, modules)


_begin()
