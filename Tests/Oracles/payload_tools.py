#!/usr/bin/env python3
"""Installs the libraries of other people that write what weir reads (payload_formats.py) below .build/payload, from PyPI."""

import pathlib
import subprocess
import sys

HOME = pathlib.Path(__file__).resolve().parents[2] / ".build" / "payload"
PYTHON = HOME / "bin" / "python"
LIBRARIES = ("pyreadstat==1.2.8", "pandas==2.2.3", "openpyxl==3.1.5", "odfpy==1.4.1")


def has_all():
    """Whether they are there: an installation that broke off is begun again."""
    imports = "import odf, openpyxl, pandas, pyreadstat"
    return PYTHON.exists() and not subprocess.run([PYTHON, "-c", imports], capture_output=True, check=False).returncode


def install():
    if not has_all():
        subprocess.run([sys.executable, "-m", "venv", HOME], check=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", *LIBRARIES], check=True)


if __name__ == "__main__":
    install()
