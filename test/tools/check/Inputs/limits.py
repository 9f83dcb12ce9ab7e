"""limits.py LIMIT… -- COMMAND… : becomes COMMAND, for which a limit holds:
ordinary (root reads no forbidden file), size=BYTES (of a file), files=N (open ones)."""

import ctypes
import os
import resource
import signal
import sys

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24

at = sys.argv.index("--")
for limit in sys.argv[1:at]:
    if limit == "ordinary":
        # The next program gets what is left in the bounding set.
        if os.geteuid() == 0:
            for capability in CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH:
                if ctypes.CDLL(None, use_errno=True).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
                    sys.exit("limits.py: the privileges of root cannot be dropped")
    elif limit.startswith("size="):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[5:]),) * 2)
    elif limit.startswith("files="):
        resource.setrlimit(resource.RLIMIT_NOFILE, (int(limit[6:]),) * 2)
    else:
        sys.exit(f"limits.py: no limit '{limit}'")
os.execvp(sys.argv[at + 1], sys.argv[at + 1:])
