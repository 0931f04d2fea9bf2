"""LibreOffice without a window: conversions, and what a person does in it, by its own Basic."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

ALWAYS_RECALCULATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_LIBRARY = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Steps"/>
</library:library>
"""
_MODULE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Steps"
 script:language="StarBasic">
Function Opened(path)
  Dim options(0) As New com.sun.star.beans.PropertyValue
  options(0).Name = "Hidden" : options(0).Value = True
  Opened = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, options())
End Function
Sub Store(document, path, filter, password)
  Dim options(1) As New com.sun.star.beans.PropertyValue
  options(0).Name = "FilterName" : options(0).Value = filter
  options(1).Name = IIf(password = "", "Overwrite", "Password")
  options(1).Value = IIf(password = "", True, password)
  document.storeToURL(ConvertToURL(path), options())
End Sub
Sub Main
  On Error GoTo Failed
{steps}
  StarDesktop.terminate()
  Exit Sub
Failed:
  Open "{report}" For Output As #1
  Print #1, Err &amp; " " &amp; Error$ &amp; ", line " &amp; Erl
  Close #1
  StarDesktop.terminate()
End Sub
</script:module>
"""


def is_installed() -> bool:
    """Whether LibreOffice is there."""
    return shutil.which("soffice") is not None


@dataclass(frozen=True)
class Office:
    """LibreOffice with a profile of its own; formulas are computed whenever a file is opened."""

    profile: Path

    @classmethod
    def started(cls, folder: Path) -> Office:
        """Make the profile: LibreOffice fills it at its first start."""
        (folder / "user").mkdir(parents=True)
        (folder / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
        office = cls(folder)
        office._call("--terminate_after_init")
        return office

    def convert(self, path: Path, suffix: str, out: Path) -> Path:
        """Save the file at ``path`` in another format into the folder ``out``."""
        self._call("--convert-to", suffix, "--outdir", str(out), str(path))
        return out / f"{path.stem}.{suffix}"

    def convert_all(self, paths: list[Path], suffix: str, out: Path) -> list[Path]:
        """Save many files in another format into the folder ``out``, in one run."""
        self._call("--convert-to", suffix, "--outdir", str(out), *map(str, paths))
        return [out / f"{path.stem}.{suffix}" for path in paths]

    def do(self, steps: str) -> None:
        """Run Basic; ``Opened(path)`` and ``Store(document, path, filter, password)`` help."""
        folder = self.profile / "user" / "basic" / "Standard"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "script.xlb").write_text(_LIBRARY)
        report = self.profile / "report.txt"
        module = _MODULE.format(steps=escape(steps), report=report)
        (folder / "Steps.xba").write_text(module, encoding="utf-8")
        self._call("macro:///Standard.Steps.Main")
        assert not report.exists(), report.read_text()

    def _call(self, *arguments: str) -> None:
        own = f"-env:UserInstallation={self.profile.as_uri()}"
        command = ["soffice", own, "--headless", "--norestore", *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
