"""`sdpsearch atlas`: what it says, and what it refuses."""

import json
import re

from sdpsearch.atlas.contents import atlas_text


def test_the_command(call, tmp_path):
    status, out, err = call(f"atlas --quick --only replacer -o {tmp_path / 'a'} --quiet")
    assert (status, err) == (0, "")
    assert re.search(r"8 thresholds, \d with certificates, 0 left out", out)
    record = json.loads((tmp_path / "a" / "atlas.json").read_text("utf-8"))
    assert out.strip() == atlas_text(record, tmp_path / "a")
    assert call(f"atlas --only replaced -o {tmp_path / 'b'}")[0] == 2
    assert call(f"atlas -o {tmp_path / 'a' / 'index.html'}")[0] == 2
