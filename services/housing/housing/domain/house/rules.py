"""The rules about places: how they are named, houses, rooms, what withdraws a room."""

from housing.domain.rules import RuleBroken


class CodeMalformed(RuleBroken):
    """Houses, rooms, parties and universities are named by codes, which reports group by."""

    code = "CODE_MALFORMED"
    field = "university"
    text = "Un code s'écrit en minuscules, chiffres et tirets, par exemple grenoble ou maison-des-internes."


class HouseCodeMalformed(CodeMalformed):
    """Same rule, for the house."""

    code = "HOUSE_CODE_MALFORMED"
    field = "house"


class HouseUnknown(RuleBroken):
    """Rooms, stays, costs are those of a house that the antenna has opened."""

    code = "HOUSE_UNKNOWN"
    field = "house"
    text = "Aucune maison de cette antenne ne porte ce code."


class HouseCodeTaken(RuleBroken):
    """A code names one house of its antenna, for ever: reports group by it."""

    code = "HOUSE_CODE_TAKEN"
    field = "house"
    text = "Une autre maison de cette antenne porte déjà ce code."


class LabelInvalid(RuleBroken):
    """People read the label, on pages and papers: one sign at least, 120 at most (our choice)."""

    code = "LABEL_INVALID"
    field = "label"
    text = "Le nom manque, ou dépasse 120 signes."


class AddressMissing(RuleBroken):
    """The occupancy agreement and the lodging attestation name the place."""

    code = "ADDRESS_MISSING"
    field = "address"
    text = "Il faut le nom de la commune et l'adresse de la maison, tels que les papiers les porteront."


class CommuneMalformed(RuleBroken):
    """The place of a house is an INSEE code (code officiel géographique); a postcode may look like one."""

    code = "COMMUNE_MALFORMED"
    field = "commune"
    text = "Le code INSEE de la commune a cinq signes, par exemple 26281 ; ce n'est pas le code postal."


class CommuneUnknown(RuleBroken):
    """The place of a house is a present commune, of code officiel géographique (INSEE)."""

    code = "COMMUNE_UNKNOWN"
    field = "commune"
    text = "Ce code INSEE de commune n'existe pas (attention : ce n'est pas le code postal)."


class CommuneMerged(RuleBroken):
    """A commune that another has taken in has no code any more: its house is one of the commune that it became."""

    code = "COMMUNE_MERGED"
    field = "commune"
    text = "Cette commune n'existe plus : elle fait partie d'une autre."


class AreaInvalid(RuleBroken):
    """Nobody is lodged in less than 9 m² (décret 2002-120); more than ten thousand is a typing error."""

    code = "AREA_INVALID"
    field = "area_m2"
    text = "La surface de la maison va de 9 à 10 000 m²."


class LogoInvalid(RuleBroken):
    """A logo is printed on every paper: a PNG image of at most 40 KiB and 2,000 dots a side (our choice)."""

    code = "LOGO_INVALID"
    field = "logo"
    text = "Le logo doit être une image PNG de 40 Kio et de 2 000 points de côté au plus."


class WelcomeItemTwice(RuleBroken):
    """A part of the welcome pack is ticked by its code: two may not share one."""

    code = "WELCOME_ITEM_TWICE"
    field = "welcome_items"
    text = "Deux éléments du pack accueil portent le même code."


class PriorityInvalid(RuleBroken):
    """A kind has one place in the order of priority, and an order names one kind at least."""

    code = "PRIORITY_INVALID"
    field = "order"
    text = "L'ordre de priorité cite un public deux fois, ou n'en cite aucun."


class TariffRetroactive(RuleBroken):
    """A town votes prices for the days to come (CE, Ass., 25 June 1948, Société du journal L'Aurore)."""

    code = "TARIFF_RETROACTIVE"
    field = "starts_on"
    text = "Un tarif ne peut pas s'appliquer avant le jour de son vote."


class HouseNotOpen(RuleBroken):
    """A house lodges from its opening to its closing."""

    code = "HOUSE_NOT_OPEN"
    field = "arrival_on"
    text = "La maison n'est pas ouverte pendant toutes ces nuits."


class HouseAlreadyClosed(RuleBroken):
    """A house closes once; what opens again is another house, with another code."""

    code = "HOUSE_ALREADY_CLOSED"
    field = "house"
    text = "La fermeture de cette maison est déjà enregistrée."


class ClosedBeforeOpening(RuleBroken):
    """A house, or a room, is open for one night at least."""

    code = "CLOSED_BEFORE_OPENING"
    field = "closed_on"
    text = "La fermeture doit être postérieure à l'ouverture, d'une nuit au moins."


class NightsStillHeld(RuleBroken):
    """Nobody is put out by a closing: stays and voids end first, or are ended first."""

    code = "NIGHTS_STILL_HELD"
    field = "closed_on"
    text = "Des nuits sont encore prises après la fermeture."


class RoomCodeMalformed(CodeMalformed):
    """Same rule as for a house, for a room, whose code is unique in its house."""

    code = "ROOM_CODE_MALFORMED"
    field = "room"


class RoomCodeTaken(RuleBroken):
    """A code names one room of its house."""

    code = "ROOM_CODE_TAKEN"
    field = "room"
    text = "Une autre chambre de cette maison porte déjà ce code."


class RoomUnknown(RuleBroken):
    """Somebody sleeps in a room that the house has opened."""

    code = "ROOM_UNKNOWN"
    field = "room"
    text = "Aucune chambre de cette maison ne porte ce code."


class RoomOutsideHouse(RuleBroken):
    """A room opens while its house is open."""

    code = "ROOM_OUTSIDE_HOUSE"
    field = "opened_on"
    text = "La chambre doit ouvrir pendant que la maison est ouverte."


class RoomNotOpen(RuleBroken):
    """A room is lodged in, or withdrawn, from its opening to its closing."""

    code = "ROOM_NOT_OPEN"
    field = "room"
    text = "La chambre n'est pas ouverte pendant toutes ces nuits."


class RoomAlreadyClosed(RuleBroken):
    """A room closes once; what opens again is another room, with another code."""

    code = "ROOM_ALREADY_CLOSED"
    field = "room"
    text = "La fermeture de cette chambre est déjà enregistrée."


class RoomTaken(RuleBroken):
    """One night of one room is one person's; somebody may leave and another come on the same day."""

    code = "ROOM_TAKEN"
    field = "room"
    text = "La chambre est déjà prise une de ces nuits."


class VoidUnknown(RuleBroken):
    """A room is restored from something that withdrew it."""

    code = "VOID_UNKNOWN"
    field = "void_id"
    text = "Aucun retrait de cette chambre ne porte cette référence."


class VoidOverlap(RuleBroken):
    """A night is withdrawn once, for one reason: rates of occupancy count it once."""

    code = "VOID_OVERLAP"
    field = "first_on"
    text = "La chambre est déjà retirée une de ces nuits."


class VoidDayInvalid(RuleBroken):
    """A room is withdrawn since a year at most, or within two years: another day is a typing error (our choice)."""

    code = "VOID_DAY_INVALID"
    field = "first_on"
    text = "Ce retrait commencerait il y a plus d'un an, ou dans plus de deux ans : vérifiez l'année."


class VoidTooLong(RuleBroken):
    """A room withdrawn for more than two years is closed (our choice)."""

    code = "VOID_TOO_LONG"
    field = "end_on"
    text = "Une chambre retirée plus de 730 nuits est à fermer."


class VoidOver(RuleBroken):
    """To restore a room is to end a void before its term."""

    code = "VOID_OVER"
    field = "restored_on"
    text = "Ce retrait est déjà terminé à cette date."


class MethodRefused(RuleBroken):
    """Who handles public money is the régisseur or the public accountant (art. 22 of décret 2012-1246)."""

    code = "METHOD_REFUSED"
    field = "method"
    text = "La maison n'encaisse pas par ce moyen."


class NotByTitre(RuleBroken):
    """Only what is recovered by titres goes to the finance software, and comes back from it."""

    code = "NOT_BY_TITRE"
    field = "house"
    text = "Cette maison encaisse par une régie de recettes : elle n'échange rien avec le logiciel financier."
