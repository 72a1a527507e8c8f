"""What runs by itself: medians of what was measured, and charges corrected by them."""

from datetime import timedelta

from duban.burden.actions import settle
from duban.calendars.periodic import Periodic

PERIODIC = [Periodic("burden.medians", settle, every=timedelta(minutes=15))]
