"""Who looked at what, and whether it passed: what missed detection is counted from."""

from datetime import date

from django.db import models

from duban.org.models import Person, Unit


class CheckFact(models.Model):
    """One item looked at once, by one layer. A fact: written once for its source, never changed."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    item_code = models.CharField(max_length=32)
    aspect = models.CharField(max_length=60, blank=True)
    layer = models.PositiveSmallIntegerField()
    looking_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    passed = models.BooleanField()
    on = models.DateField()
    # The same day as a number (date.toordinal): the two databases reckon with dates differently, with numbers alike.
    day = models.PositiveIntegerField(editable=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source_noun = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    # Of a failure: the last look of any layer below at the same item, unit and place, and what the table of missed
    # detection counts of it, so that it need not look for it again. Kept by `record_check`, also when it arrives late.
    prior = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    prior_layer = models.PositiveSmallIntegerField(null=True, editable=False)
    prior_passed = models.BooleanField(null=True, editable=False)
    prior_day = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_noun", "source_id", "item_code", "unit", "place"], name="check_fact_once"
            )
        ]
        indexes = [
            models.Index(fields=["unit", "item_code", "place", "-day", "-id"], name="check_fact_same"),
            models.Index(
                fields=["-day", "-id"],
                include=["unit", "aspect", "prior_layer", "prior_passed", "prior_day"],
                name="check_fact_looked_before",
                condition=models.Q(passed=False, prior__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_code} {self.on}: {self.passed}"

    @property
    def prior_on(self) -> date | None:
        """The day of the last look below."""
        return None if self.prior_day is None else date.fromordinal(self.prior_day)
