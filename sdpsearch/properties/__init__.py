"""The questions, and decide()."""

from sdpsearch.properties.agreement import Agreement, CrossCheck
from sdpsearch.properties.breaking import EntanglementBreaking
from sdpsearch.properties.capacity import (
    PrivateCapacityZero,
    QuantumCapacityPositive,
    ZeroCapacity,
)
from sdpsearch.properties.crosscheck import BySearch, FormulationsDisagreeError
from sdpsearch.properties.decide import answered, check_options, decide, settle
from sdpsearch.properties.decide_many import answered_together, decide_many
from sdpsearch.properties.decision import Decision, Verdict
from sdpsearch.properties.degradable import Degradable
from sdpsearch.properties.extendible import Antidegradable, KExtendible
from sdpsearch.properties.names import Asked, as_properties, as_property, parse_property
from sdpsearch.properties.plan import plan
from sdpsearch.properties.ppt import PPT
from sdpsearch.properties.property import Property
from sdpsearch.properties.signed import SignedExtendible

__all__ = [
    "PPT",
    "Agreement",
    "Antidegradable",
    "Asked",
    "BySearch",
    "CrossCheck",
    "Decision",
    "Degradable",
    "EntanglementBreaking",
    "FormulationsDisagreeError",
    "KExtendible",
    "PrivateCapacityZero",
    "Property",
    "QuantumCapacityPositive",
    "SignedExtendible",
    "Verdict",
    "ZeroCapacity",
    "answered",
    "answered_together",
    "as_properties",
    "as_property",
    "check_options",
    "decide",
    "decide_many",
    "parse_property",
    "plan",
    "settle",
]
