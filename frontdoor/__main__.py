"""`python -m frontdoor` is `frontdoor`."""

from __future__ import annotations

import sys

from frontdoor.cli import main

sys.exit(main())
