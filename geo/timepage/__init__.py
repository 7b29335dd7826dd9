"""The time page: the whole time map in one file that asks nothing of anybody.

>>> import geo
>>> from geo.timepage import time_page
>>> page = time_page(geo.load())
"""

from geo.timepage.document import time_page

__all__ = ["time_page"]
