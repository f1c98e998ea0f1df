"""What a bulletin tells of this service."""

from reporting.chapter import Chapter
from reporting.example.figures import FIGURES

CHAPTER = Chapter("example", "Demandes", FIGURES)
