"""What the documents show is what the programme prints."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md", "docs/rules.md", "docs/profiles.md"])
def test_shown_output_is_up_to_date(document: str) -> None:
    cog = Path(sys.executable).with_name("cog")
    done = subprocess.run([cog, "--check", document], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, "run: make docs\n" + done.stdout + done.stderr


@pytest.mark.parametrize(
    "document", sorted(str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
)
def test_links_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("http") or ((ROOT / document).parent / target).exists(), target


def test_every_module_is_in_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for path in (ROOT / "gridcredit").glob("*.py"):
        if not path.name.startswith("_"):
            assert f"`{path.name}`" in text, path.name
