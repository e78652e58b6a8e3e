"""sdpsearch: where along a family a quantum channel becomes antidegradable, and proof."""

from sdpsearch.capacity import (
    CapacityBounds,
    CapacityPoint,
    CoherentMaximum,
    capacity_along,
    coherent_information,
    maximise_coherent_information,
    quantum_capacity,
)
from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.curves import complement_of, mixture, white_noise
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.files import load_channel
from sdpsearch.channels.interop import as_channel
from sdpsearch.channels.mixing import simplex
from sdpsearch.channels.nearest import Nearest
from sdpsearch.channels.random import random_channel
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.extension.memory import ProblemTooLarge
from sdpsearch.interval import Interval
from sdpsearch.known.marks import Mark, marks
from sdpsearch.known.thresholds import Fact, facts
from sdpsearch.mapsearch import antidegradability_defect, degradability_defect
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.verify import Verification, verify
from sdpsearch.properties import (
    PPT,
    Agreement,
    Antidegradable,
    BySearch,
    CrossCheck,
    Decision,
    Degradable,
    EntanglementBreaking,
    FormulationsDisagreeError,
    KExtendible,
    PrivateCapacityZero,
    Property,
    QuantumCapacityPositive,
    SignedExtendible,
    Verdict,
    ZeroCapacity,
    decide,
    decide_many,
    parse_property,
    plan,
)
from sdpsearch.runs.run import Run, open_run
from sdpsearch.runs.scan import Scan, scan
from sdpsearch.search.boundary import Boundary, Tier
from sdpsearch.search.compare import Comparison, compare
from sdpsearch.search.every_dimension import EveryDimension, every_dimension
from sdpsearch.search.findings import Coverage
from sdpsearch.search.locate import threshold
from sdpsearch.search.region.find import region
from sdpsearch.search.region.overlay import RegionMap, region_map
from sdpsearch.search.region.region import Region
from sdpsearch.search.threshold import Occurrence, Threshold

__version__ = "0.1.0"

__all__ = [
    "PPT",
    "Agreement",
    "Antidegradable",
    "Boundary",
    "BySearch",
    "CapacityBounds",
    "CapacityPoint",
    "Certificate",
    "Channel",
    "ChannelFamily",
    "ChannelSpace",
    "CoherentMaximum",
    "Comparison",
    "Coverage",
    "CrossCheck",
    "Decision",
    "Degradable",
    "EntanglementBreaking",
    "EveryDimension",
    "Fact",
    "FormulationsDisagreeError",
    "Interval",
    "KExtendible",
    "Mark",
    "Nearest",
    "Occurrence",
    "PrivateCapacityZero",
    "ProblemTooLarge",
    "Property",
    "QuantumCapacityPositive",
    "Region",
    "RegionMap",
    "Run",
    "Scan",
    "SignedExtendible",
    "Threshold",
    "Tier",
    "Verdict",
    "Verification",
    "ZeroCapacity",
    "__version__",
    "antidegradability_defect",
    "as_channel",
    "capacity_along",
    "coherent_information",
    "compare",
    "complement_of",
    "decide",
    "decide_many",
    "degradability_defect",
    "every_dimension",
    "facts",
    "load_channel",
    "marks",
    "maximise_coherent_information",
    "mixture",
    "open_run",
    "parse_property",
    "plan",
    "quantum_capacity",
    "random_channel",
    "region",
    "region_map",
    "scan",
    "simplex",
    "threshold",
    "verify",
    "white_noise",
    "zoo",
]
