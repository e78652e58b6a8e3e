"""Which questions partitions can answer, and which are left to them alone."""

from __future__ import annotations

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.partition_forms import PartitionForm, partition_form
from sdpsearch.properties import PPT, KExtendible, Property

#: Spaces A⊗B^k from here on are left to partitions; no other certificate reaches them.
_LARGE = 4096
#: Most copies that a certificate of partitions has.
_MOST_COPIES = 5


def copies_of(property: Property) -> int | None:
    """Return k of k-extendible, 1 for PPT, None where partitions do not help."""
    if isinstance(property, PPT):
        return 1
    if isinstance(property, KExtendible) and 2 <= property.k <= _MOST_COPIES:
        return property.k
    return None


def large_form(family: ChannelFamily, property: Property) -> PartitionForm | None:
    """Return the form of a family that is large enough to be asked about by it alone."""
    copies, form = copies_of(property), partition_form(family)
    if copies is None or form is None or form.d ** (copies + 1) <= _LARGE:
        return None
    # Fewer dimensions than strands: what exchanges them is dependent, and has no blocks.
    return None if form.d <= copies else form
