"""Consultation permanences for patients without a médecin traitant."""
