"""What workers must agree on: who of them is alive, and which periodic job ran when."""

from django.db import models


class WorkerSign(models.Model):
    """A worker's sign of life. Jobs of a worker that gives none are handed to another."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()


class Tick(models.Model):
    """When a periodic job was last begun; claimed by compare-and-set, so that one of many workers runs it."""

    name = models.CharField(max_length=80, primary_key=True)
    began_at = models.DateTimeField(null=True)
    # Who is at a rare job; empty when it is over.
    worker_id = models.CharField(max_length=64, default="")
    # How many times in a row it has failed.
    failures = models.PositiveIntegerField(default=0)
