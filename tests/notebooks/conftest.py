"""What the tests of the lessons measured is printed at their end, also where they pass."""

from collections import defaultdict


def pytest_terminal_summary(terminalreporter):
    measured = defaultdict(set)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if "tests/notebooks" in getattr(report, "nodeid", ""):
                for name, value in getattr(report, "user_properties", ()):
                    measured[name].add(value)
    for name, values in measured.items():
        terminalreporter.section(name)
        terminalreporter.write_line("\n".join(sorted(values)))
