from duban.burden.models.charge import Charge, How, Saving
from duban.burden.models.measured import Measured, Measurement
from duban.burden.models.offer import MergeOffer
from duban.burden.models.standing import Budget, Rates

__all__ = ["Budget", "Charge", "How", "Measured", "Measurement", "MergeOffer", "Rates", "Saving"]
