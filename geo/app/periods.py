"""Periods and turning points, as the page's widgets take them."""

from geo.periods import Period, periods, turning_points

__all__ = ["Period", "periods", "turning_points"]
