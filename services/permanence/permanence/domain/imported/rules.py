"""The rules of what comes in from other software: files that cannot be read, lines that cannot be taken."""

from permanence.domain.rules import RuleBroken


class SourceUnknown(RuleBroken):
    """Each antenna says in its file how each software writes its files: without that, nothing is read (our choice)."""

    code = "IMPORT_SOURCE_UNKNOWN"
    field = "source"
    text = "Le fichier de l'antenne ne décrit pas cette source pour ce type d'import."


class EncodingWrong(RuleBroken):
    """A file read in another encoding than its own gives wrong names for good: it is refused whole (our choice)."""

    code = "IMPORT_ENCODING_WRONG"
    field = "file"
    text = "Le fichier n'est pas dans l'encodage prévu."


class HeaderWrong(RuleBroken):
    """The columns of the mapping are all there, each once; other columns are not read (our choice)."""

    code = "IMPORT_HEADER_WRONG"
    field = "file"
    text = "La première ligne du fichier n'est pas l'en-tête prévu."


class FileMalformed(RuleBroken):
    """What is not a table of cells (quotes left open, cells of 128 KiB) is refused whole (RFC 4180)."""

    code = "IMPORT_FILE_MALFORMED"
    field = "file"
    text = "Le fichier n'est pas un tableau CSV lisible."


class LegalBasisMissing(RuleBroken):
    """A nominative file is used only under a recorded legal basis (art. 6 of the RGPD)."""

    code = "LEGAL_BASIS_MISSING"
    field = "legal_basis"
    text = "Un fichier nominatif ne s'importe que sur une base légale : dites laquelle."


class ControllerMissing(RuleBroken):
    """A nominative file has somebody who answers for its use: the controller (art. 4 of the RGPD)."""

    code = "CONTROLLER_MISSING"
    field = "controller"
    text = "Un fichier nominatif a un responsable de traitement : dites lequel."


class ImportUnknown(RuleBroken):
    """Lines belong to an import that was begun."""

    code = "IMPORT_UNKNOWN"
    field = "import_id"
    text = "Aucun import de cette antenne ne porte cette référence."


class ImportFinished(RuleBroken):
    """A finished import takes no further line: the same file read again is a new import (our choice)."""

    code = "IMPORT_FINISHED"
    field = "import_id"
    text = "Cet import est terminé : recommencez-en un nouveau."


class CellMissing(RuleBroken):
    """A line says all that its kind needs."""

    code = "CELL_MISSING"
    field = "lines"
    text = "La case est vide alors que l'information est nécessaire."


class CellUnreadable(RuleBroken):
    """A cell is written as the mapping says; it is never guessed (our choice)."""

    code = "CELL_UNREADABLE"
    field = "lines"
    text = "La case n'est pas écrite comme prévu."


class LineMalformed(RuleBroken):
    """A line has as many cells as the header (RFC 4180)."""

    code = "LINE_MALFORMED"
    field = "lines"
    text = "La ligne n'a pas le même nombre de cases que l'en-tête."


class PatientNotImported(RuleBroken):
    """Acts name their patient as the patients' file of the same software does: that file comes first."""

    code = "PATIENT_NOT_IMPORTED"
    field = "lines"
    text = "Ce patient n'a pas été importé de cette source : importez d'abord le fichier des patients."


class AppointmentNotImported(RuleBroken):
    """An act names its appointment as the appointments' file of the same software does."""

    code = "APPOINTMENT_NOT_IMPORTED"
    field = "lines"
    text = "Ce rendez-vous n'a pas été importé de cette source : importez d'abord le fichier des rendez-vous."


class NoSessionThen(RuleBroken):
    """An appointment is within a session of its practitioner: what has no place is said, not invented."""

    code = "NO_SESSION_THEN"
    field = "lines"
    text = "Le praticien n'a aucune plage de consultation à cette heure-là."
