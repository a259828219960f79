"""``python -m coherence_exact``, and the entry point of the command ``coherence-exact``."""

from __future__ import annotations

import sys

try:
    from coherence_exact import interrupts
except KeyboardInterrupt:
    sys.exit(130)


def main() -> None:
    """Run the command line and leave with its exit status."""
    try:
        interrupts.take_signals()
        from coherence_exact.cli import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = interrupts.obey()
    interrupts.ignore_signals()
    sys.exit(status)


if __name__ == "__main__":
    main()
