"""The whole drill: the kills, then the soak. `python -m tests.drill`; each part also runs alone, with options."""

import subprocess
import sys

PARTS = ("tests.drill.kill_drill", "tests.drill.soak")

if __name__ == "__main__":
    sys.exit(max([abs(subprocess.call([sys.executable, "-m", part])) for part in PARTS]))
