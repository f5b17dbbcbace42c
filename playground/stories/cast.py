"""The people and queues of the stories, all made up, with numbers that nobody has."""

from playground.documents import Named, Party, customer

CARDS = Named("90e0e000-0000-4000-8000-000000000001", "Cards – Lost and Stolen")
LOANS = Named("90e0e000-0000-4000-8000-000000000002", "Home Loans – Singapore")
FRAUD = Named("90e0e000-0000-4000-8000-000000000003", "Fraud Desk")
DIGITAL = Named("90e0e000-0000-4000-8000-000000000004", "Digital – Messaging")
MAIL = Named("90e0e000-0000-4000-8000-000000000005", "Mailroom")
TRAVEL = Named("90e0e000-0000-4000-8000-000000000006", "Travel Desk")
WEEKEND = Named("90e0e000-0000-4000-8000-000000000007", "Weekend Desk")
WEALTH = Named("90e0e000-0000-4000-8000-000000000008", "Private Banking – Zürich")

WEI_LING = Named("a9e27000-0000-4000-8000-000000000001", "Tan Wei Ling")
AISYAH = Named("a9e27000-0000-4000-8000-000000000002", "Nurul Aisyah")
ARJUN = Named("a9e27000-0000-4000-8000-000000000003", "Arjun Menon")
MARCUS = Named("a9e27000-0000-4000-8000-000000000004", "Marcus Lim")
KOK_WEI = Named("a9e27000-0000-4000-8000-000000000005", "Chua Kok Wei")
SITI = Named("a9e27000-0000-4000-8000-000000000006", "Siti Rahmah")
FARAH = Named("a9e27000-0000-4000-8000-000000000007", "Farah Aziz")
LUKAS = Named("a9e27000-0000-4000-8000-000000000008", "Lukas Frei")

# +1 212 555 01xx and +44 20 7946 0xxx are kept free for fiction; no number of Singapore begins with 0.
JORDAN = ("Jordan Rivera", "+12125550147")
HANNAH = ("Hannah Berg", "+442079460018")
DANIEL = ("Dominic Okafor", "+6500000123")
MEI = ("Mei Fernandez", "+6500000456")
NOAH = ("Noah Chen", "+6500000789")


def caller(who: tuple[str, str] = JORDAN, *, since: float = 240.0, held: bool = False) -> Party:
    """Make a customer on the phone."""
    return customer(*who, since=since, held=held)
