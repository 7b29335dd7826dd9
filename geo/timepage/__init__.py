"""The time page: the whole time map in one file that asks nothing of anybody.

>>> import geo
>>> from geo.timepage import time_page
>>> page = time_page(geo.load())
"""

from geo.timepage.document import policy_hash, time_page

__all__ = ["policy_hash", "time_page"]
