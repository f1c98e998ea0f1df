"""What a paper says, read back from its pages."""

import io
from functools import cache

from pypdf import PdfReader

from support.housing import house_papers as samples


@cache
def made(name: str) -> bytes:
    return samples.ALL[name]()


@cache
def raw(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def text(pdf: bytes) -> str:
    """What the paper says, every kind of space being one."""
    return " ".join(raw(pdf).split())
